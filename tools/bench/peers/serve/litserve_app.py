"""LitServe: the four methods of an API, batches of up to 64, one worker on the CPU."""

import datetime
import sys

import litserve as ls

from trend import Trend, label


class TrendAPI(ls.LitAPI):
    def setup(self, device):
        self.trend = Trend()

    def decode_request(self, request):
        [one] = request["series"]
        return one["name"], one["values"], datetime.date.fromisoformat(one["end"])

    def batch(self, inputs):
        return inputs

    def predict(self, rows):
        probabilities = self.trend.probabilities([(values, end) for _, values, end in rows])
        return [(name, float(p)) for (name, _, _), p in zip(rows, probabilities)]

    def unbatch(self, output):
        return output

    def encode_response(self, output):
        name, probability = output
        return {"results": [{"name": name, "label": label(probability), "probability": probability}]}


if __name__ == "__main__":
    api = TrendAPI(max_batch_size=64, batch_timeout=0.001)
    server = ls.LitServer(api, accelerator="cpu", workers_per_device=1)
    server.run(port=int(sys.argv[1]), host="127.0.0.1", generate_client_file=False, log_level="warning")
