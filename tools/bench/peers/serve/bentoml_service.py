"""BentoML: a service with one batchable API, one worker."""

from __future__ import annotations

import datetime

import bentoml
from pydantic import BaseModel

from trend import Trend, label


class Series(BaseModel):
    name: str
    values: list[float]
    end: datetime.date


class Result(BaseModel):
    name: str
    label: str
    probability: float


@bentoml.service(workers=1, traffic={"timeout": 30})
class TrendService:
    def __init__(self) -> None:
        self.trend = Trend()

    @bentoml.api(batchable=True, batch_dim=0, max_batch_size=64, max_latency_ms=1000)
    def classify(self, series: list[Series]) -> list[Result]:
        probabilities = self.trend.probabilities([(one.values, one.end) for one in series])
        return [
            Result(name=one.name, label=label(p), probability=float(p)) for one, p in zip(series, probabilities)
        ]
