"""What every peer does with a request for trend: the last days of a series, the weekday of the first, one run, a label."""

import datetime
import os

import numpy as np
import onnxruntime


def open_session():
    options = onnxruntime.SessionOptions()
    # One thread: the machine's other core is the server's, as it is with Kiln.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(os.environ["BENCH_MODEL"], options, providers=["CPUExecutionProvider"])


class Trend:
    def __init__(self):
        self.session = open_session()
        self.days = self.session.get_inputs()[0].shape[1]

    def feeds(self, rows):
        """rows: a list of (values, end), end a date."""
        back = datetime.timedelta(days=self.days - 1)
        return {
            "increments": np.array([values[-self.days :] for values, _ in rows], dtype=np.float32),
            "start_weekday": np.array([[(end - back).weekday()] for _, end in rows], dtype=np.int32),
        }

    def probabilities(self, rows):
        return self.session.run(["probability"], self.feeds(rows))[0]


def label(probability):
    return "increase" if probability > 0.5 else "decrease"
