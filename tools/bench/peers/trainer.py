"""The training loop as a careful PyTorch user writes it: fused Adam, gradients set to None, no number read in between."""

import torch
from torch import Tensor

from job import Job


class Trainer:
    """A network in training, from the common start."""

    def __init__(self, job: Job, task, compiled: bool) -> None:
        self.job = job
        self.task = task
        self.compiled = compiled
        self._ready: list[tuple[Tensor, ...]] | None = None
        self.reset()

    def reset(self) -> None:
        """Back to the start: fresh network, fresh optimizer."""
        self.network = self.task.build()
        self.network.train()
        self.loss = torch.compile(self.task.loss) if self.compiled else self.task.loss
        self.parameters = list(self.network.parameters())
        self.optimizer = torch.optim.Adam(self.parameters, lr=1e-3, fused=True)
        self.done = 0
        self.total = torch.zeros(())

    def step(self, batch: tuple[Tensor, ...], random: dict | None = None) -> Tensor:
        """One step; gives the loss, still a tensor."""
        schedules = {name: values[min(self.done, len(values) - 1)] for name, values in self.job.schedules.items()}
        for group in self.optimizer.param_groups:
            group["lr"] = schedules["learningRate"]
        self.optimizer.zero_grad(set_to_none=True)
        loss, *_ = self.loss(self.network, batch, random or {}, schedules)
        loss.backward()
        if self.job.settings["gradientNorm"] > 0:
            torch.nn.utils.clip_grad_norm_(self.parameters, self.job.settings["gradientNorm"])
        self.optimizer.step()
        self.done += 1
        return loss.detach()

    def steps(self, count: int) -> float:
        """Steps on batches that lie ready: the step alone. Gives the mean loss."""
        ready = self.ready()
        total = torch.zeros(())
        for _ in range(count):
            total += self.step(ready[self.done % len(ready)])
        return total.item() / count

    def train(self, count: int) -> float:
        """Steps on batches gathered from the data in the common order. Gives the mean loss."""
        order = self.job.order
        total = torch.zeros(())
        for _ in range(count):
            total += self.step(self.task.batch(order[self.done % len(order)]))
        return total.item() / count

    def check(self) -> list[float]:
        """Losses of the first steps with the random numbers given, to be compared with everybody else's."""
        self.reset()
        self.task.make_exact(self.network)
        count = len(next(iter(self.job.random.values())))
        losses = []
        for step in range(count):
            random = {name: values[step] for name, values in self.job.random.items()}
            losses.append(self.step(self.task.batch(self.job.order[step]), random).item())
        self.reset()
        return losses

    def evaluate(self) -> float:
        """The validation loss now."""
        self.network.eval()
        with torch.no_grad():
            loss = self.task.validation_loss(self.network)
        self.network.train()
        return loss

    def ready(self) -> list[tuple[Tensor, ...]]:
        if self._ready is None:
            self._ready = [self.task.batch(indices) for indices in self.job.order[: self.job.ready_batches]]
        return self._ready
