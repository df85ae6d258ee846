"""MLServer with a runtime of one's own, as its documents show, and adaptive batching; it takes V2 tensors."""

import numpy as np
from mlserver import MLModel
from mlserver.codecs import NumpyCodec
from mlserver.types import InferenceRequest, InferenceResponse

from trend import open_session


class Runtime(MLModel):
    async def load(self) -> bool:
        self.session = open_session()
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        given = {one.name: NumpyCodec.decode_input(one) for one in payload.inputs}
        feeds = {
            "increments": given["increments"].astype(np.float32),
            "start_weekday": given["start_weekday"].astype(np.int32),
        }
        [probability] = self.session.run(["probability"], feeds)
        return InferenceResponse(
            model_name=self.name, outputs=[NumpyCodec.encode_output("probability", probability.reshape(-1, 1))]
        )
