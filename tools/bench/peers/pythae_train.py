"""
pythae's VAE on the job's pictures: its own model, loss and trainer; the network is Kiln's, given through its encoder and
decoder hooks. Its loss is SSE / 2 + beta * KL, half of Kiln's with beta = klWeight / 2, and Adam does not see the factor.

    python pythae_train.py JOB.json WEIGHTS.safetensors SEED START

START is "pytorch" (PyTorch's own first weights) or "kiln" (the job's). One JSON line an epoch on the standard output.
"""

import json
import os
import sys
import tempfile
import time

answers = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)

import torch  # noqa: E402
from pythae.data.datasets import BaseDataset  # noqa: E402
from pythae.models import BetaVAE, BetaVAEConfig  # noqa: E402
from pythae.models.base.base_utils import ModelOutput  # noqa: E402
from pythae.models.nn import BaseDecoder, BaseEncoder  # noqa: E402
from pythae.trainers import BaseTrainer, BaseTrainerConfig  # noqa: E402
from pythae.trainers.training_callbacks import TrainingCallback  # noqa: E402
from safetensors.torch import save_file  # noqa: E402
from torch import Tensor  # noqa: E402

from faces import FacesNetwork, as_input, load_weights  # noqa: E402
from job import Job  # noqa: E402


class HookedEncoder(BaseEncoder):
    def __init__(self, network: FacesNetwork) -> None:
        super().__init__()
        self.inner = network.encoder

    def forward(self, x: Tensor) -> ModelOutput:
        mean, log_variance = self.inner(x)
        return ModelOutput(embedding=mean, log_covariance=log_variance)


class HookedDecoder(BaseDecoder):
    def __init__(self, network: FacesNetwork) -> None:
        super().__init__()
        self.inner = network.decoder

    def forward(self, z: Tensor) -> ModelOutput:
        return ModelOutput(reconstruction=self.inner(z))


class WarmingVae(BetaVAE):
    """pythae has no KL warm-up: beta follows the job's schedule while training, and is whole when evaluated."""

    def __init__(self, config: BetaVAEConfig, encoder: BaseEncoder, decoder: BaseDecoder, weights: list[float]) -> None:
        super().__init__(config, encoder=encoder, decoder=decoder)
        self.whole = config.beta
        self.weights = weights
        self.done = 0

    def forward(self, inputs: BaseDataset, **kwargs) -> ModelOutput:
        self.beta = self.whole
        if self.training:
            self.beta = self.weights[min(self.done, len(self.weights) - 1)] / 2
            self.done += 1
        return super().forward(inputs, **kwargs)


class Announcer(TrainingCallback):
    def __init__(self, epochs: int) -> None:
        self.epochs = epochs
        self.started = time.perf_counter()

    def on_log(self, training_config, logs, **kwargs) -> None:
        seconds = time.perf_counter() - self.started
        line = {"epoch": kwargs["global_step"], "epochs": self.epochs, "seconds": seconds, **logs}
        answers.write(json.dumps(line) + "\n")


def main(job_path: str, weights_path: str, seed: int, start: str) -> None:
    job = Job(job_path)
    settings = job.settings
    if settings["loss"] != "weighted" or settings["reduction"] != "sum" or settings["rateFloor"] != 1:
        raise ValueError("this comparison needs loss=weighted, reduction=sum and a constant rate")
    torch.manual_seed(seed)
    network = FacesNetwork(settings)
    if start == "kiln":
        load_weights(network, job.weights)
    config = BetaVAEConfig(
        input_dim=(3, 64, 64),
        latent_dim=settings["latent"],
        reconstruction_loss="mse",
        beta=settings["klWeight"] / 2,
    )
    model = WarmingVae(config, HookedEncoder(network), HookedDecoder(network), job.schedules["klWeight"])
    model = model.to(memory_format=torch.channels_last)
    with tempfile.TemporaryDirectory() as folder:
        trainer = BaseTrainer(
            model,
            train_dataset=dataset(as_input(job.pictures())),
            eval_dataset=dataset(as_input(job.validation["image"])),
            training_config=BaseTrainerConfig(
                output_dir=folder,
                per_device_train_batch_size=job.batch_size,
                per_device_eval_batch_size=256,
                num_epochs=settings["epochs"],
                learning_rate=settings["learningRate"],
                seed=seed,
                no_cuda=True,
            ),
            callbacks=[Announcer(settings["epochs"])],
        )
        model.done = 0  # the trainer's own check of the model was no step
        trainer.train()
        best = trainer._best_model  # what it saves: the weights with the lowest loss on the validation pictures
    parts = {"encoder": best.encoder.inner, "decoder": best.decoder.inner}
    state = {f"{side}.{name}": value for side, part in parts.items() for name, value in part.state_dict().items()}
    save_file({name: value.contiguous() for name, value in state.items()}, weights_path)


def dataset(pictures: Tensor) -> BaseDataset:
    return BaseDataset(pictures, torch.zeros(len(pictures)))


main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4])
