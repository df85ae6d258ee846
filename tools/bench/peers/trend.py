"""`trend` as one writes it in PyTorch: torch.nn.GRU on the features of a window, one linear layer at its last state."""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from job import Job

# As in train/trend/features.ts.
FLAT = 0.25
LEVEL_SCALE = 0.1


def window_features(increments: Tensor, start_weekday: Tensor) -> Tensor:
    """What the network reads: [days, batch, 5] from [batch, days] and [batch, 1]; see train/trend/features.ts."""
    by_day = increments.t()
    gains = by_day.relu() + 1
    losses = (-by_day).relu() + 1
    rise = (gains / gains[:1]).log() - (losses / losses[:1]).log()
    mean = rise.mean(0, keepdim=True)
    deviation = rise - mean
    scaled = deviation / (deviation.square().mean(0, keepdim=True) + FLAT * FLAT).sqrt()
    level = (gains[:1].log() - losses[:1].log() + mean) * LEVEL_SCALE
    days = torch.arange(by_day.shape[0]).unsqueeze(1)
    angle = (start_weekday.t() + days) * (2 * math.pi / 7)
    return torch.stack([deviation, scaled, level.expand_as(rise), angle.sin(), angle.cos()], 2)


class TrendNetwork(nn.Module):
    """Log odds of an increase: [batch]."""

    def __init__(self, settings: dict) -> None:
        super().__init__()
        self.dropout: float = settings["dropout"]
        self.gru = nn.GRU(5, settings["units"])
        self.head = nn.Linear(settings["units"], 1)

    def forward(self, features: Tensor, uniform: Tensor | None = None) -> Tensor:
        _, last = self.gru(features)
        return self.head(self._drop(last[0], uniform)).squeeze(1)

    def _drop(self, state: Tensor, uniform: Tensor | None) -> Tensor:
        if uniform is None:
            return functional.dropout(state, self.dropout, self.training)
        # Given numbers instead of drawn ones: only to compare losses.
        return state * (uniform >= self.dropout) / (1 - self.dropout)


class TrendTask:
    """What the trainer needs to know. `features_ready`: computed once, before training, and not in every step."""

    def __init__(self, job: Job, features_ready: bool) -> None:
        self.job = job
        self.features_ready = features_ready
        data = job.training()
        self.increments, self.weekday, self.label = data["increments"], data["start_weekday"], data["label"]
        if features_ready:
            self.features = window_features(self.increments, self.weekday)

    def build(self) -> TrendNetwork:
        """The network with the weights that every contender starts from."""
        network = TrendNetwork(self.job.settings)
        load_weights(network, self.job.weights)
        return network

    def batch(self, indices: Tensor) -> tuple[Tensor, ...]:
        label = self.label[indices]
        if self.features_ready:
            return self.features.index_select(1, indices), label
        return self.increments[indices], self.weekday[indices], label

    def loss(self, network: TrendNetwork, batch: tuple[Tensor, ...], random: dict, _schedules: dict) -> tuple:
        *inputs, label = batch
        features = inputs[0] if self.features_ready else window_features(*inputs)
        output = network(features, random.get("dropout"))
        loss = functional.binary_cross_entropy_with_logits(output, label)
        accuracy = ((output.detach() > 0) == (label > 0.5)).float().mean()
        return loss, accuracy

    def validation_loss(self, network: TrendNetwork) -> float:
        given = self.job.validation
        output = network(window_features(given["increments"], given["start_weekday"]))
        return functional.binary_cross_entropy_with_logits(output.double(), given["label"].double()).item()

    def make_exact(self, network: TrendNetwork) -> None:
        """
        torch.nn.GRU has a second bias, of the recurrent part, which Kiln's network has not. For the comparison of losses it
        stays zero; when time is taken it learns as in any PyTorch program.
        """
        network.gru.bias_hh_l0.register_hook(torch.zeros_like)


def load_weights(network: TrendNetwork, weights: dict[str, Tensor]) -> None:
    """From Kiln's weights; its gates are update, reset, candidate, those of torch.nn.GRU reset, update, candidate."""
    units = network.head.in_features

    def reorder(kernel: Tensor) -> Tensor:
        update, reset, candidate = kernel.split(units, dim=-1)
        return torch.cat([reset, update, candidate], dim=-1)

    with torch.no_grad():
        network.gru.weight_ih_l0.copy_(reorder(weights["gru/kernel"]).t())
        network.gru.weight_hh_l0.copy_(reorder(weights["gru/recurrent"]).t())
        network.gru.bias_ih_l0.copy_(reorder(weights["gru/bias"]))
        network.gru.bias_hh_l0.zero_()
        network.head.weight.copy_(weights["head/kernel"].t())
        network.head.bias.copy_(weights["head/bias"])
