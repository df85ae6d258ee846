"""Prints the TensorFlow operations that the installed tf2onnx has a handler for, with the lowest opset of each, as JSON.

trace/tf2onnx-operations.ts holds what it printed; a test compares the two.
"""

import json

import tf2onnx
from tf2onnx import constants, tfonnx  # noqa: F401  (importing tfonnx registers the handlers)
from tf2onnx.handler import tf_op

lowest = {}
for opset, handlers in enumerate(tf_op.get_opsets()[constants.ONNX_DOMAIN]):
    for name in handlers:
        # TFL_… are TensorFlow Lite's operations.
        if not name.startswith("TFL_"):
            lowest[name] = min(opset, lowest.get(name, opset))

print(json.dumps({"version": tf2onnx.__version__, "operations": dict(sorted(lowest.items()))}))
