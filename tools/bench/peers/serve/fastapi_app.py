"""FastAPI with onnxruntime: a pydantic model for the request and the answer, `async def`, uvicorn with uvloop and httptools."""

import datetime

from fastapi import FastAPI
from pydantic import BaseModel

from trend import Trend, label


class Series(BaseModel):
    name: str
    values: list[float]
    end: datetime.date


class Request(BaseModel):
    series: list[Series]
    cumulative: bool = False


class Result(BaseModel):
    name: str
    label: str
    probability: float


class Answer(BaseModel):
    model: str
    version: int
    results: list[Result]


trend = Trend()
app = FastAPI()


@app.get("/healthz")
async def healthz():
    return {"status": "ok"}


@app.post("/v1/trend/classify")
async def classify(request: Request) -> Answer:
    probabilities = trend.probabilities([(one.values, one.end) for one in request.series])
    results = [
        Result(name=one.name, label=label(p), probability=float(p)) for one, p in zip(request.series, probabilities)
    ]
    return Answer(model="trend", version=1, results=results)
