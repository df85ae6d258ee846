"""
A PyTorch contender: it reads one request a line, `{"do": "steps", "count": 200}`, and answers each with one line.
bench/contenders/messages.ts says what there is to ask.
"""

import json
import os
import resource
import sys
import time

# Whatever else writes to the standard output must not come between the answers.
answers = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)

import torch  # noqa: E402

from faces import FacesTask  # noqa: E402
from job import Job  # noqa: E402
from profiling import profile  # noqa: E402
from trainer import Trainer  # noqa: E402
from trend import TrendTask  # noqa: E402


def peak_bytes() -> int:
    """The most memory that this process ever held."""
    if sys.platform == "linux":
        # getrusage would count the parent's memory, from before this program was started in its place.
        with open("/proc/self/status", encoding="ascii") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
    scale = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale


def timed(action) -> dict:
    started = time.perf_counter()
    loss = action()
    return {"ms": (time.perf_counter() - started) * 1000, "loss": loss}


def reach(trainer: Trainer, request: dict) -> dict:
    """Trains from the start until the validation loss is low enough; only training is timed."""
    trainer.reset()
    ms = 0.0
    curve = []
    while trainer.done < request["limit"]:
        ms += timed(lambda: trainer.train(request["every"]))["ms"]
        curve.append({"steps": trainer.done, "ms": ms, "loss": trainer.evaluate()})
        if curve[-1]["loss"] <= request["loss"]:
            break
    return {"curve": curve}


def answer(trainer: Trainer, request: dict) -> dict:
    match request["do"]:
        case "threads":
            torch.set_num_threads(request["count"])
            return {}
        case "steps":
            return timed(lambda: trainer.steps(request["count"]))
        case "train":
            return timed(lambda: trainer.train(request["count"]))
        case "check":
            return {"losses": trainer.check()}
        case "evaluate":
            return {"loss": trainer.evaluate()}
        case "reset":
            trainer.reset()
            return {}
        case "reach":
            return reach(trainer, request)
        case "profile":
            return {"parts": profile(trainer, request["count"])}
        case "peak":
            return {"bytes": peak_bytes()}
    raise ValueError(f"nobody knows how to do {request['do']!r}")


def say(message: dict) -> None:
    answers.write(json.dumps({**message, "cpuMs": time.process_time() * 1000}) + "\n")


def main(path: str, variant: str) -> None:
    torch.manual_seed(1)
    job = Job(path)
    task = TrendTask(job, variant == "ready") if job.model == "trend" else FacesTask(job)
    trainer = Trainer(job, task, variant == "compiled")
    say({"versions": {"torch": torch.__version__, "python": sys.version.split()[0]}})
    for line in sys.stdin:
        try:
            say(answer(trainer, json.loads(line)))
        except Exception as error:  # noqa: BLE001 - the parent decides what to do about it
            say({"error": f"{type(error).__name__}: {error}"})


main(sys.argv[1], sys.argv[2])
