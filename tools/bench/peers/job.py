"""The folder that a measurement writes for its contenders: start, data, order and schedules, the same for all of them."""

import json
from pathlib import Path

import numpy
import torch
from safetensors.torch import load_file


class Job:
    """Everything in the folder, as tensors."""

    def __init__(self, path: str) -> None:
        file = Path(path)
        self.folder = file.parent
        description = json.loads(file.read_text())
        self.model: str = description["model"]
        self.settings: dict = description["settings"]
        self.batch_size: int = self.settings["batchSize"]
        self.ready_batches: int = description["readyBatches"]
        self.weights = self._tensors("start")
        self.validation = self._tensors("validation")
        # Indices of training examples in the order in which every contender takes them: [steps, batch].
        self.order = self._tensors("order")["order"].long().reshape(-1, self.batch_size)
        # One number a step for each schedule.
        self.schedules = {name: values.tolist() for name, values in self._tensors("schedules").items()}
        # Random inputs of the first steps, for the comparison of losses: [steps, batch, ...].
        self.random = self._tensors("random")

    def training(self) -> dict[str, torch.Tensor]:
        """The training examples that are no pictures."""
        return self._tensors("training")

    def pictures(self) -> torch.Tensor:
        """The training pictures, uint8 [pictures, height, width, 3]."""
        levels = numpy.fromfile(self.folder / "training.rgb", dtype=numpy.uint8)
        return torch.from_numpy(levels).reshape(-1, 64, 64, 3)

    def _tensors(self, name: str) -> dict[str, torch.Tensor]:
        path = self.folder / f"{name}.safetensors"
        return load_file(path) if path.exists() else {}
