"""`python -m benchmarks.layout`: sopkit's layout beside Graphviz's, on the same boxes.

Every chart is laid out by sopkit and by Graphviz in several configurations, and all results are
measured with one yardstick (`benchmarks.yardstick`). Writes `benchmarks/layout.md`.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import mean, median, quantiles
from time import process_time

from benchmarks.graphviz_layout import Configuration, Labels, lay_out_with_graphviz
from benchmarks.layout_table import write_tables
from benchmarks.yardstick import Marks, apart, marks
from sopkit.flow.flow import Flow
from sopkit.render.arrangement import arrange
from sopkit.render.chart import Chart
from sopkit.render.division import divide, excess
from sopkit.render.lanes import lane_names, lane_of_column, place_in_lanes
from sopkit.render.layout import lay_out_part
from sopkit.render.options import MOST_NODES, ChartOptions
from sopkit.render.rows import Ranking, rank
from sopkit.render.sketch import Division, Sketch, sketch, whole
from sopkit.render.topology import Topology, topology
from tests.render.examples import library_flows, made_up_flows

SEED = 7
_FORK = get_context("fork")

PLAIN = Configuration("curves, as they come", "spline", Labels.EDGE, weights=False, bands=False)
CURVES = Configuration("curves, its labels", "spline", Labels.EDGE, feet=True)
CURVES_TAIL = Configuration("curves, its tail labels", "spline", Labels.TAIL, feet=True)
CURVES_BOX = Configuration("curves, labels as boxes", "spline", Labels.BOX, feet=True)
CURVES_OURS = Configuration("curves, our labels", "spline", Labels.PLACED, feet=True, sides=True)
ASLANT = Configuration("polylines, its labels", "polyline", Labels.EDGE, feet=True)
ASLANT_OURS = Configuration(
    "polylines, our labels", "polyline", Labels.PLACED, feet=True, sides=True
)
ORTHO = Configuration("right angles, its xlabels", "ortho", Labels.BESIDE)
ORTHO_BOX = Configuration("right angles, labels as boxes", "ortho", Labels.BOX)
ORTHO_OURS = Configuration("right angles, our labels", "ortho", Labels.PLACED)
ORDERED = Configuration(
    "the same, exits in order", "spline", Labels.PLACED, feet=True, sides=True, ordered=True
)
WIDE = Configuration(
    "right angles, our labels, wide", "ortho", Labels.PLACED, nodesep=40.0, ranksep=54.0
)

SINGLE = (
    PLAIN,
    CURVES,
    CURVES_TAIL,
    CURVES_BOX,
    CURVES_OURS,
    ORDERED,
    ASLANT,
    ASLANT_OURS,
    ORTHO,
    ORTHO_BOX,
    ORTHO_OURS,
    WIDE,
)
RETRIES = {
    "right angles, retried": (ORTHO_OURS, WIDE, ORTHO_BOX),
    "all kinds, retried": (CURVES_OURS, ASLANT_OURS, ORTHO_OURS, WIDE, CURVES, CURVES_BOX),
}
"""The first of several configurations whose chart shows no fault, else the first of all."""


@dataclass(frozen=True, slots=True)
class Task:
    """One chart to lay out: a part of a flow, sketched, with the lane of every item if any."""

    flow: Flow
    division: Division
    part: int
    options: ChartOptions
    sketch: Sketch
    ranking: Ranking
    lanes: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one chart brought.

    Its measures, the processor time, whether groups of boxes stay apart (None: it has none), and
    whether Graphviz reported an error.
    """

    marks: Marks
    seconds: float
    grouped: bool | None
    complained: bool


@dataclass(slots=True)
class Result:
    """What a way of laying out brought over all charts of a set."""

    name: str
    found: list[Marks] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    grouped: list[bool] = field(default_factory=list)
    complaints: int = 0
    crashes: int = 0

    def add(self, outcome: Outcome) -> None:
        """Take one chart into account."""
        self.found.append(outcome.marks)
        self.seconds.append(outcome.seconds)
        self.complaints += outcome.complained
        if outcome.grouped is not None:
            self.grouped.append(outcome.grouped)

    def share(self, holds: Callable[[Marks], bool]) -> float:
        """The share of charts of which something holds; of a crash nothing does."""
        return sum(holds(marks) for marks in self.found) / (len(self.found) + self.crashes)

    def total(self, count: Callable[[Marks], float]) -> float:
        """The sum of a measure over all charts."""
        return sum(count(marks) for marks in self.found)

    @property
    def groups_kept(self) -> float:
        """The share of charts whose phases are bands (or whose roles are lanes)."""
        return mean(self.grouped) if self.grouped else 1.0

    @property
    def label_distances(self) -> tuple[float, float]:
        """The median and the ninth decile of the distances from exits to labels, in points."""
        distances = [each for marks in self.found for each in marks.label_distances] or [0.0]
        return median(distances), quantiles([*distances, distances[-1]], n=10)[-1]

    @property
    def milliseconds(self) -> float:
        """The mean time for a chart."""
        return 1000 * mean(self.seconds)


Way = Callable[[Task], Chart]


def main() -> None:
    """Read the command line, lay everything out, write the tables."""
    parser = argparse.ArgumentParser("python -m benchmarks.layout", description=__doc__)
    today = datetime.now(UTC).date().isoformat()
    parser.add_argument("--count", type=int, default=300, help="made-up procedures (default 300)")
    parser.add_argument("--date", default=today, help="the date to write in the page")
    parser.add_argument("--output", type=Path, default=Path(__file__).parent / "layout.md")
    options = parser.parse_args()
    library = list(library_flows().values())
    invented = made_up_flows(options.count, SEED)
    sets = {
        "The example procedures, divided for paper": list(_tasks(library)),
        "The example procedures, each in one piece": list(_tasks(library, divided=False)),
        f"{options.count} made-up procedures, divided for paper": list(_tasks(invented)),
        "The example procedures with a lane for each role": list(_tasks(library, lanes=True)),
    }
    results = {title: (len(tasks), _compare(title, tasks)) for title, tasks in sets.items()}
    text = write_tables(results, date=options.date)
    options.output.write_text(text, encoding="utf-8")
    print(text)


# ---- what to lay out ---------------------------------------------------------------------------


def _tasks(flows: Sequence[Flow], *, divided: bool = True, lanes: bool = False) -> Iterator[Task]:
    """The charts of flows; with `lanes` only those that have two roles or more."""
    options = ChartOptions(lanes=lanes)
    for flow in flows:
        if len(flow.nodes) > MOST_NODES:
            continue
        division = _division(flow) if divided else whole(flow)
        for part in range(len(division.parts)):
            sketched = sketch(flow, division, part, options)
            ranking = rank(_topology(sketched))
            lane_of = _lanes(sketched, ranking) if lanes else None
            if lane_of is None or len(set(lane_of.values())) > 1:
                yield Task(flow, division, part, options, sketched, ranking, lane_of)


def _division(flow: Flow) -> Division:
    """How sopkit divides a flow to be legible on paper."""
    plain = ChartOptions()
    chart = lay_out_part(flow, whole(flow), 0, plain)
    if excess(chart) <= 1:
        return whole(flow)
    return divide(flow, lambda trial: lay_out_part(flow, trial, 0, plain), chart)


def _topology(sketched: Sketch) -> Topology:
    return topology(sketched, {id: id for id in sketched.items}, lanes=True)


def _lanes(sketched: Sketch, ranking: Ranking) -> dict[str, int]:
    hangs = _topology(sketched)
    names = lane_names(hangs)
    if len(names) < 2:
        return {}
    spots = place_in_lanes(hangs, ranking, names).grid.spots
    return {id: lane_of_column(spot.column, len(names)) for id, spot in spots.items()}


# ---- laying out --------------------------------------------------------------------------------


def _compare(title: str, tasks: list[Task]) -> list[Result]:
    print(f"{title}: {len(tasks)} charts …", file=sys.stderr, flush=True)
    ways: dict[str, Way] = {"**sopkit**": _with_sopkit}
    ways |= {configuration.name: _graphviz(configuration) for configuration in SINGLE}
    ways |= {name: _retried(configurations) for name, configurations in RETRIES.items()}
    return [_measure(name, way, tasks) for name, way in ways.items()]


def _with_sopkit(task: Task) -> Chart:
    return lay_out_part(task.flow, task.division, task.part, task.options)


def _graphviz(configuration: Configuration) -> Way:
    def lay_out(task: Task) -> Chart:
        sketched = sketch(task.flow, task.division, task.part, task.options)
        return lay_out_with_graphviz(sketched, rank(_topology(sketched)), configuration, task.lanes)

    return lay_out


def _retried(configurations: tuple[Configuration, ...]) -> Way:
    ways = [_graphviz(configuration) for configuration in configurations]

    def lay_out(task: Task) -> Chart:
        first = None
        for way in ways:
            chart = way(task)
            if marks(chart).legible and _keeps_groups(chart, task):
                return chart
            first = first or chart
        assert first is not None  # noqa: S101 - there is always one configuration
        return first

    return lay_out


def _keeps_groups(chart: Chart, task: Task) -> bool:
    if task.lanes:
        return apart(chart, task.lanes, down=False)
    return apart(chart, task.ranking.phase_of, down=True)


def _measure(name: str, way: Way, tasks: list[Task]) -> Result:
    """Lay out all charts, in other processes: Graphviz may end the one that it runs in."""
    result = Result(name)
    done = 0
    while done < len(tasks):
        receiver, sender = _FORK.Pipe(duplex=False)
        process = _FORK.Process(target=_lay_out_all, args=(sender, way, tasks[done:]))
        process.start()
        sender.close()
        with suppress(EOFError):
            while True:
                result.add(receiver.recv())
                done += 1
        process.join()
        if (process.exitcode or 0) > 0:
            raise SystemExit(process.exitcode)  # a mistake of ours; it was printed there
        if done < len(tasks):
            result.crashes += 1
            done += 1
    return result


def _lay_out_all(sender: Connection, way: Way, tasks: list[Task]) -> None:
    for task in tasks:
        sender.send(_outcome(way, task))
    sender.close()


def _outcome(way: Way, task: Task) -> Outcome:
    said: list[bytes] = []
    arrange.cache_clear()  # what follows is not to be spared work that was done to divide the flow
    with _listening(said):
        begun = process_time()
        chart = way(task)
        seconds = process_time() - begun
    grouped = _keeps_groups(chart, task) if task.lanes or task.ranking.phases else None
    return Outcome(marks(chart), seconds, grouped, any(b"Error" in text for text in said))


@contextmanager
def _listening(complaints: list[bytes]) -> Iterator[None]:
    """Catch what Graphviz writes to the standard error."""
    with tempfile.TemporaryFile() as file:
        kept = os.dup(2)
        os.dup2(file.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            file.seek(0)
            complaints.append(file.read())


if __name__ == "__main__":
    main()
