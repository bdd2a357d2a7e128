"""The reference backend asks for room as the others do."""

from recording_suite import RecordingSuite

from annarchy_lab.ir.build import build_network
from annarchy_lab.runtime.reference.simulator import ReferenceSimulator


class TestReference(RecordingSuite):
    def load(self, spec):
        return ReferenceSimulator(build_network(spec))
