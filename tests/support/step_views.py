"""A feed that tells the steps themselves, and views that may look away, lag behind or be gone."""

import numpy as np

from annarchy_lab.lab.feeds.feed import Feed
from annarchy_lab.lab.feeds.taps import Tap
from annarchy_lab.runtime.backend import Recorder, Recording


class StepSimulator:
    """As much of one as a tap needs."""

    def __init__(self):
        self.step = 0
        self.told = {}

    def add_recorder(self, recorder):
        self.told[len(self.told)] = self.step
        return len(self.told) - 1

    def collect(self, number):
        start, self.told[number] = self.told[number], self.step
        steps = np.arange(start, self.step)
        return Recording(steps, steps, ((start, self.step),))

    def remove_recorder(self, number):
        del self.told[number]


class StepFeed(Feed):
    """Tells the steps themselves, as many as it may send, in 8 bytes each."""

    def __init__(self):
        super().__init__([Tap(Recorder("counts", "pop", policy="latest"), 10**6)], 1.0, 100.0)

    def hello(self):
        return {"kind": "hello"}

    def _frame(self, start, stop, kind):
        if stop <= start:
            return None
        steps = self.taps[0].ring.between(start, stop).data
        return {"start": start}, [steps[: self.frame_bytes // 8]], stop


class StepView:
    """A browser that may look away and lag behind."""

    def __init__(self, page=""):
        self.acked = 0
        self.visible = True
        self.page = page
        self.told = []
        self.asked = 0

    def tell(self, message, buffers=()):
        self.told.append(message["kind"])
        self.last = message
        self.data = [np.frombuffer(buffer, np.int64).tolist() for buffer in buffers]
        if message.get("answer"):
            self.asked = message["seq"]

    def answer(self):
        """Paint."""
        self.acked = self.asked

    def take(self):
        told, self.told = self.told, []
        return told
