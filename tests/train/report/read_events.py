"""Prints what the real TensorBoard finds in a folder of event files, as JSON, and what its projector plugin reads."""

import json
import sys
from types import SimpleNamespace

import numpy as np
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.plugins.projector.projector_plugin import ProjectorPlugin
from werkzeug.test import Client
from werkzeug.wrappers import Response

events = EventAccumulator(sys.argv[1], size_guidance={"scalars": 0, "images": 0, "histograms": 0})
events.Reload()
tags = events.Tags()


def ask(app, **query):
    """What a page that asks the plugin is answered."""
    return Client(app, Response).get("/", query_string={"run": ".", "name": "latent_means", **query})


def projector(folder):
    """The projector's own view of the folder: configuration, points, metadata, sprite; None where it finds none."""
    data = SimpleNamespace(list_runs=lambda *_, **__: [])
    apps = ProjectorPlugin(SimpleNamespace(data_provider=data, logdir=folder)).get_plugin_apps()
    runs = Client(apps["/runs"], Response).get("/").json
    if runs != ["."]:
        return None
    config = ask(apps["/info"]).json
    points = np.frombuffer(ask(apps["/tensor"]).data, dtype="float32")
    return {
        "config": config,
        "points": points.tolist(),
        "metadata": ask(apps["/metadata"]).data.decode(),
        "sprite": len(ask(apps["/sprite_image"]).data),
    }


print(
    json.dumps(
        {
            "projector": projector(sys.argv[1]),
            "scalars": {tag: [[e.step, e.value] for e in events.Scalars(tag)] for tag in tags["scalars"]},
            "images": {tag: [[e.step, e.width, e.height] for e in events.Images(tag)] for tag in tags["images"]},
            "histograms": {
                tag: [
                    [e.step, e.histogram_value.min, e.histogram_value.max, e.histogram_value.num,
                     e.histogram_value.sum, list(e.histogram_value.bucket)]
                    for e in events.Histograms(tag)
                ]
                for tag in tags["histograms"]
            },
        }
    )
)
