"""
Scores weights of `faces`, whoever trained them, by one and the same code.

    python score.py JOB.json kiln=WEIGHTS.safetensors pythae=WEIGHTS.safetensors

`kiln` weights have Kiln's names and layout, `pythae` ones PyTorch's. Gives one line of JSON: figures by name.
"""

import json
import math
import sys

import torch
from safetensors.torch import load_file
from torch import Tensor

from faces import PIXELS, FacesNetwork, as_input, kl_divergence, load_weights
from job import Job

# Draws from the posterior of each picture for the ELBO.
DRAWS = 8
# A unit is active when its mean varies by more than this over the pictures (Burda et al. 2016).
ACTIVE_VARIANCE = 0.01


def network_of(job: Job, kind: str, path: str) -> FacesNetwork:
    network = FacesNetwork(job.settings).to(memory_format=torch.channels_last)
    weights = load_file(path)
    if kind == "kiln":
        load_weights(network, weights)
    else:
        network.load_state_dict(weights)
    return network.eval()


@torch.no_grad()
def scores(network: FacesNetwork, levels: Tensor, kl_weight: float) -> dict[str, float]:
    """Means over the pictures. The same noise for everybody."""
    noise = torch.Generator().manual_seed(1)
    exact, drawn, divergence, means = 0.0, 0.0, 0.0, []
    for part in levels.split(256):
        pictures = as_input(part)
        mean, log_variance = network.encoder(pictures)
        means.append(mean)
        divergence += kl_divergence(mean, log_variance).double().sum().item()
        exact += squared_error(network.decoder(mean), pictures)
        for _ in range(DRAWS):
            latent = mean + torch.exp(0.5 * log_variance) * torch.randn(mean.shape, generator=noise)
            drawn += squared_error(network.decoder(latent), pictures) / DRAWS
    count = len(levels)
    # SSE + w KL is, up to a factor, the negative ELBO of a normal decoder of variance w / 2.
    variance = kl_weight / 2
    likelihood = -(drawn / count) / (2 * variance) - PIXELS / 2 * math.log(2 * math.pi * variance)
    return {
        "mse": exact / count / PIXELS,
        "mseOfDraws": drawn / count / PIXELS,
        "kl": divergence / count,
        "elbo": likelihood - divergence / count,
        "loss": drawn / count + kl_weight * divergence / count,
        "activeUnits": int((torch.cat(means).var(0) > ACTIVE_VARIANCE).sum()),
    }


def squared_error(output: Tensor, pictures: Tensor) -> float:
    return (output - pictures).double().square().sum().item()


def main(job_path: str, entries: list[str]) -> None:
    job = Job(job_path)
    result = {}
    for entry in entries:
        kind, path = entry.split("=", 1)
        result[kind] = scores(network_of(job, kind, path), job.validation["image"], job.settings["klWeight"])
    print(json.dumps(result))


main(sys.argv[1], sys.argv[2:])
