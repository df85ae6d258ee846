"""Gives numpy its `product` back, for tf2onnx on Python 3.13.

tf2onnx --tfjs calls numpy.product, which NumPy 2 removed in favour of its other name, prod; and NumPy 1 has no wheel
for Python 3.13. A .pth file imports this module when Python starts, so it must cost nothing: it waits until tf2onnx
is imported, and only then touches numpy.
"""

import sys


class _WhenTf2onnxIsImported:
    @staticmethod
    def find_spec(fullname, path=None, target=None):
        if fullname == "tf2onnx":
            sys.meta_path.remove(_WhenTf2onnxIsImported)
            import numpy

            if not hasattr(numpy, "product"):
                numpy.product = numpy.prod
        return None


sys.meta_path.insert(0, _WhenTf2onnxIsImported)
