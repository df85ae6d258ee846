"""Where a step's time goes."""

import time

import torch

from trainer import Trainer


def profile(trainer: Trainer, count: int) -> list[dict]:
    """Milliseconds a step of each part, then the operators that take most of it by themselves."""
    ready = trainer.ready()
    sums: dict[str, float] = {}
    clock = time.perf_counter
    for _ in range(count):
        batch = ready[trainer.done % len(ready)]
        schedules = {name: values[min(trainer.done, len(values) - 1)] for name, values in trainer.job.schedules.items()}
        marks = [("", clock())]
        trainer.optimizer.zero_grad(set_to_none=True)
        loss, *_ = trainer.loss(trainer.network, batch, {}, schedules)
        marks.append(("forward", clock()))
        loss.backward()
        marks.append(("backward", clock()))
        if trainer.job.settings["gradientNorm"] > 0:
            torch.nn.utils.clip_grad_norm_(trainer.parameters, trainer.job.settings["gradientNorm"])
        marks.append(("clipping", clock()))
        trainer.optimizer.step()
        marks.append(("optimizer", clock()))
        trainer.done += 1
        for (_, before), (name, now) in zip(marks, marks[1:], strict=False):
            sums[name] = sums.get(name, 0) + (now - before) * 1000
    parts = [{"name": name, "ms": total / count, "of": "step"} for name, total in sums.items()]
    return parts + operators(trainer, min(count, 20))


def operators(trainer: Trainer, count: int) -> list[dict]:
    """The ten operators with the most time of their own."""
    trainer.steps(2)
    with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CPU]) as recorded:
        trainer.steps(count)
    averages = sorted(recorded.key_averages(), key=lambda entry: -entry.self_cpu_time_total)
    return [
        {"name": entry.key, "ms": entry.self_cpu_time_total / 1000 / count, "of": "operators", "calls": entry.count / count}
        for entry in averages[:10]
    ]
