"""`faces` as one writes it in PyTorch: a convolutional VAE, channels last."""

import torch
from torch import Tensor, nn

from job import Job

LOG_VARIANCE_LIMIT = 8
PIXELS = 64 * 64 * 3


def channels_of(settings: dict) -> list[int]:
    width = settings["width"]
    return [width, 2 * width, 4 * width, 4 * width]


class Encoder(nn.Module):
    """Pictures of 0 to 1 to means and logarithms of variances, both [batch, latent]."""

    def __init__(self, settings: dict) -> None:
        super().__init__()
        channels = channels_of(settings)
        inner = 16 * channels[3]
        self.convolutions = nn.ModuleList(
            nn.Conv2d(inputs, outputs, 4, stride=2, padding=1)
            for inputs, outputs in zip([3, *channels[:3]], channels, strict=True)
        )
        self.dense = nn.Linear(inner, settings["hidden"])
        self.mean = nn.Linear(settings["hidden"], settings["latent"])
        self.log_variance = nn.Linear(settings["hidden"], settings["latent"])

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        x = pictures * 2 - 1
        for convolution in self.convolutions:
            x = convolution(x).relu()
        # With channels last this is the memory as it lies: height, width, channels.
        features = self.dense(x.permute(0, 2, 3, 1).flatten(1)).relu()
        log_variance = self.log_variance(features).clamp(-LOG_VARIANCE_LIMIT, LOG_VARIANCE_LIMIT)
        return self.mean(features), log_variance


class Decoder(nn.Module):
    """Latent numbers to pictures of 0 to 1."""

    def __init__(self, settings: dict) -> None:
        super().__init__()
        channels = channels_of(settings)[::-1]
        self.inner_channels = channels[0]
        self.dense1 = nn.Linear(settings["latent"], settings["hidden"])
        self.dense2 = nn.Linear(settings["hidden"], 16 * channels[0])
        self.ups = nn.ModuleList(
            doubling(settings, inputs, outputs) for inputs, outputs in zip(channels, [*channels[1:], 3], strict=True)
        )

    def forward(self, latent: Tensor) -> Tensor:
        x = self.dense2(self.dense1(latent).relu()).relu()
        x = x.unflatten(1, (4, 4, self.inner_channels)).permute(0, 3, 1, 2)
        for up in self.ups[:-1]:
            x = up(x).relu()
        return self.ups[-1](x).sigmoid()


def doubling(settings: dict, inputs: int, outputs: int) -> nn.Module:
    if settings["upsampling"] == "transposed":
        return nn.ConvTranspose2d(inputs, outputs, 4, stride=2, padding=1)
    return nn.Sequential(nn.Upsample(scale_factor=2, mode="nearest"), nn.Conv2d(inputs, outputs, 3, padding=1))


class FacesNetwork(nn.Module):
    def __init__(self, settings: dict) -> None:
        super().__init__()
        self.encoder = Encoder(settings)
        self.decoder = Decoder(settings)


def kl_divergence(mean: Tensor, log_variance: Tensor) -> Tensor:
    """Nats of each picture: [batch]."""
    return 0.5 * (mean.square() + log_variance.exp() - log_variance - 1).sum(1)


def vae_loss(settings: dict, squared_error: Tensor, kl: Tensor, kl_weight: float | Tensor) -> Tensor:
    """From means over the batch; see train/faces/loss.ts."""
    if settings["loss"] == "sigma":
        reconstruction = PIXELS / 2 * torch.log(squared_error / PIXELS)
    elif settings["reduction"] == "sum":
        reconstruction = squared_error
    else:
        reconstruction = squared_error / PIXELS
    return reconstruction + kl_weight * kl


class FacesTask:
    """What the trainer needs to know."""

    def __init__(self, job: Job) -> None:
        if job.settings["freeBits"] != 0:
            raise ValueError("free bits are not part of this comparison")
        self.job = job
        self.pictures = job.pictures()

    def build(self) -> FacesNetwork:
        """The network with the weights that every contender starts from."""
        network = FacesNetwork(self.job.settings).to(memory_format=torch.channels_last)
        load_weights(network, self.job.weights)
        return network

    def batch(self, indices: Tensor) -> tuple[Tensor]:
        return (as_input(self.pictures.index_select(0, indices)),)

    def loss(self, network: FacesNetwork, batch: tuple[Tensor], random: dict, schedules: dict) -> tuple:
        (pictures,) = batch
        mean, log_variance = network.encoder(pictures)
        noise = random.get("noise")
        if noise is None:
            noise = torch.randn_like(mean)
        output = network.decoder(mean + torch.exp(0.5 * log_variance) * noise)
        squared_error = nn.functional.mse_loss(output, pictures, reduction="sum") / len(pictures)
        kl = kl_divergence(mean, log_variance).mean()
        loss = vae_loss(self.job.settings, squared_error, kl, schedules["klWeight"])
        return loss, squared_error.detach(), kl.detach()

    def validation_loss(self, network: FacesNetwork) -> float:
        """On all validation pictures together, the noise given, the KL weight 1 or the setting's."""
        settings = self.job.settings
        squared_error, kl = totals(network, self.job.validation["image"], self.job.validation["noise"])
        weight = 1 if settings["loss"] == "sigma" else settings["klWeight"]
        return vae_loss(settings, squared_error, kl, weight).item()

    def make_exact(self, network: FacesNetwork) -> None:
        """Nothing to do: both sides compute the same."""


def totals(network: FacesNetwork, levels: Tensor, noise: Tensor, rows: int = 256) -> tuple[Tensor, Tensor]:
    """Means over all pictures of the squared error (summed over a picture) and of the KL divergence, float64."""
    squared_error = torch.zeros((), dtype=torch.float64)
    divergence = torch.zeros((), dtype=torch.float64)
    for part, drawn in zip(levels.split(rows), noise.split(rows), strict=True):
        pictures = as_input(part)
        mean, log_variance = network.encoder(pictures)
        output = network.decoder(mean + torch.exp(0.5 * log_variance) * drawn)
        squared_error += (output - pictures).double().square().sum()
        divergence += kl_divergence(mean, log_variance).double().sum()
    return squared_error / len(levels), divergence / len(levels)


def as_input(levels: Tensor) -> Tensor:
    """Levels of 0 to 255, [batch, height, width, 3], to float32 of 0 to 1, channels last without a copy in between."""
    return levels.permute(0, 3, 1, 2).float() * (1 / 255)


def load_weights(network: FacesNetwork, weights: dict[str, Tensor]) -> None:
    """From Kiln's weights: its kernels are [height, width, inputs, outputs], transposed ones [.., outputs, inputs]."""

    def dense(layer: nn.Linear, name: str) -> None:
        layer.weight.copy_(weights[f"{name}/kernel"].t())
        layer.bias.copy_(weights[f"{name}/bias"])

    def convolution(layer: nn.Module, name: str) -> None:
        # [outputs, inputs, height, width], and [inputs, outputs, height, width] of a transposed one: both reversed.
        layer.weight.copy_(weights[f"{name}/kernel"].permute(3, 2, 0, 1))
        layer.bias.copy_(weights[f"{name}/bias"])

    with torch.no_grad():
        for i, layer in enumerate(network.encoder.convolutions):
            convolution(layer, f"encoder/conv{i + 1}")
        dense(network.encoder.dense, "encoder/dense")
        dense(network.encoder.mean, "encoder/mean")
        dense(network.encoder.log_variance, "encoder/log_variance")
        dense(network.decoder.dense1, "decoder/dense1")
        dense(network.decoder.dense2, "decoder/dense2")
        for i, layer in enumerate(network.decoder.ups):
            convolution(layer[1] if isinstance(layer, nn.Sequential) else layer, f"decoder/up{i + 1}")
