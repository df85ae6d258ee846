"""Runs tf2onnx's command line for many tfjs models in one process, since importing TensorFlow takes seconds.

Reads jobs from standard input, [{"model": "…/model.json", "output": "….onnx", "opset": 15}, …], and prints for each
{"ok": bool, "errors": [lines]} as one JSON list. "ok" means that no error was logged, the file exists and the ONNX
checker takes it: tf2onnx's exit code means nothing.
"""

import json
import logging
import os
import sys
import traceback

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")

import onnx
from tf2onnx import convert


class Errors(logging.Handler):
    def __init__(self):
        super().__init__(logging.ERROR)
        self.lines = []

    def emit(self, record):
        self.lines.append(record.getMessage())


def run(job):
    errors = Errors()
    logging.getLogger().addHandler(errors)
    sys.argv = ["tf2onnx.convert", "--tfjs", job["model"], "--output", job["output"], "--opset", str(job["opset"])]
    try:
        convert.main()
        onnx.checker.check_model(onnx.load(job["output"]), full_check=True)
    except Exception:
        errors.lines.append(traceback.format_exc().strip().splitlines()[-1])
    finally:
        logging.getLogger().removeHandler(errors)
    return {"ok": not errors.lines and os.path.exists(job["output"]), "errors": errors.lines}


jobs = json.load(sys.stdin)
answer = sys.stdout
sys.stdout = sys.stderr
print(json.dumps([run(job) for job in jobs]), file=answer)
