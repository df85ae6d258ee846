"""Prints the names of the outputs of the TensorFlow operations that tfjs-node can run, as JSON.

The operations are those that tfjs-node's kernels name; the outputs come from TensorFlow's registry. An output that is a
list is "name*attribute", the attribute being its length. trace/operation-outputs.ts holds what it printed; a test
compares the two.

    .kiln/python/bin/python trace/operation-outputs.py
"""

import json
import os
import re
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import tensorflow  # noqa: E402, F401  (registers the operations)
from tensorflow.python.framework import op_def_registry  # noqa: E402

# What trace/ itself puts into graphs.
names = {"AddV2", "Const", "Identity", "Pack", "Fill", "Tile", "Shape", "StridedSlice", "Reshape", "Mul"}
sources = Path(__file__).parent.parent / "node_modules" / "@tensorflow" / "tfjs-node" / "dist"
for source in [sources / "nodejs_kernel_backend.js", *sources.glob("kernels/*.js")]:
    names.update(re.findall(r"\w+", source.read_text()))

table = {}
for name in sorted(names):
    definition = op_def_registry.get(name)
    if definition is None or not definition.output_arg or any(arg.type_list_attr for arg in definition.output_arg):
        continue
    table[name] = " ".join(
        f"{arg.name}*{arg.number_attr}" if arg.number_attr else arg.name for arg in definition.output_arg
    )
print(json.dumps(table))
