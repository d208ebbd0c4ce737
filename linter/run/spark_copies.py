"""Copies across a collection on Spark: forms are brought together by the rare rows they share, and the rule's own functions judge each group.

Rows are counted over the whole collection; of different forms (the same to the letter count once) those that share a rare row are held against each other;
what is alike makes groups, and a group is judged as a collection by itself. A row that many forms have is no evidence, so that no key is skewed; a group
of copies to the letter is as large as it is, and judged in time linear in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from linter.collection.copies import Rarity, copies_within, digest_of, evidence_of
from linter.run.records import form_facts_of
from linter.run.store import SpilledFacts

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame, SparkSession

_AT_ONCE = 10_000
_FILE = "facts.parquet"
_PARTITIONS, _TO_A_PARTITION = "spark.sql.shuffle.partitions", 20_000
"""Into how many parts Spark divides what it groups (200 where nobody says, each a task), and forms of one."""


def _signed(number: int) -> int:
    """A number below 2⁶⁴ as Spark's long."""
    return number - 2**64 if number >= 2**63 else number


def _unsigned(number: int) -> int:
    return number % 2**64


def _written(facts: SpilledFacts, file: Path) -> None:
    """The facts as Parquet, for the workers to read."""
    import pyarrow
    import pyarrow.parquet as parquet

    schema = pyarrow.schema([("number", pyarrow.int64()), ("document", pyarrow.int64()), ("facts", pyarrow.binary())])
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        rows: list[dict[str, Any]] = []
        for number, (frame, document) in enumerate(facts.packed()):
            rows.append({"number": number, "document": document, "facts": frame})
            if len(rows) >= _AT_ONCE:
                writer.write_table(pyarrow.Table.from_pylist(rows, schema))
                rows = []
        writer.write_table(pyarrow.Table.from_pylist(rows, schema))


_EVIDENCE = "number long, kind string, digest long, evidence array<long>"


def _evidence(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    """Kind and evidence of forms."""
    import pyarrow

    for batch in batches:
        rows = []
        for each in batch.to_pylist():
            form = form_facts_of(each["facts"], each["document"])
            evidence = evidence_of(form)
            numbers = list(map(_signed, evidence))
            rows.append({"number": each["number"], "kind": form.kind, "digest": _signed(digest_of(evidence)), "evidence": numbers})
        yield pyarrow.RecordBatch.from_pylist(rows, _arrow_evidence())


def _arrow_evidence() -> pyarrow.Schema:
    import pyarrow

    long, text = pyarrow.int64(), pyarrow.string()
    return pyarrow.schema([("number", long), ("kind", text), ("digest", long), ("evidence", pyarrow.list_(long))])


def _counted(row: Mapping[str, Any]) -> dict[int, int]:
    """Row → how many different forms have it, for the rows of one form."""
    return {_unsigned(each["row"]): each["count"] for each in row["counted"]}


class _Keys(Struct, frozen=True):
    """The keys of different forms: the rare rows of which a form like it has one. ``different``: how many there are, by kind."""

    different: Mapping[str, int]

    def __call__(self, batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        import pyarrow

        for batch in batches:
            for row in batch.to_pylist():
                counts = _counted(row)
                rarity = Rarity([frozenset(counts)].__getitem__, counts, self.different[row["kind"]])
                keys = [{**row, "key": _signed(key)} for key in rarity.prefix(0) if not rarity.alone(key)]
                if keys:
                    yield pyarrow.RecordBatch.from_pylist(keys, pyarrow.schema([*batch.schema, ("key", pyarrow.int64())]))


class _Alike(Struct, frozen=True):
    """Which of the different forms that share a key are alike."""

    different: Mapping[str, int]

    def __call__(self, table: pyarrow.Table) -> pyarrow.Table:
        import pyarrow

        rows = sorted(table.to_pylist(), key=lambda row: int(row["digest"]))
        counts = [_counted(row) for row in rows]
        evidence = [frozenset(each) for each in counts]
        every = {row: count for each in counts for row, count in each.items()}
        rarity = Rarity(evidence.__getitem__, every, self.different[rows[0]["kind"]])
        pairs = [
            {"kind": rows[a]["kind"], "first": rows[a]["digest"], "second": rows[b]["digest"]}
            for a, b in combinations(range(len(rows)), 2)
            if rarity.alike(a, b)
        ]
        long = pyarrow.int64()
        return pyarrow.Table.from_pylist(pairs, pyarrow.schema([("kind", pyarrow.string()), ("first", long), ("second", long)]))


class _Judged(Struct, frozen=True):
    """What the rule finds in a group."""

    different: Mapping[str, int]

    def __call__(self, table: pyarrow.Table) -> pyarrow.Table:
        import pyarrow

        rows = sorted(table.to_pylist(), key=lambda row: int(row["number"]))
        forms = {row["number"]: form_facts_of(row["facts"], row["document"]) for row in rows}
        counts = {key: count for row in rows for key, count in _counted(row).items()}
        pairs = copies_within(forms, counts, self.different[rows[0]["kind"]])
        copies = [{"later": later, "earlier": earlier} for later, earlier in pairs]
        return pyarrow.Table.from_pylist(copies, pyarrow.schema([("later", pyarrow.int64()), ("earlier", pyarrow.int64())]))


def copies_on(running: SparkSession, facts: SpilledFacts, folder: Path) -> tuple[list[tuple[int, int]], int]:
    """The copies of a collection, as ``linter.collection.copies.copied_pairs`` finds them: (later, earlier), in order; and how many forms the largest
    group has, which one process judges. ``folder``: where the workers can read what is written for them."""
    file = folder / _FILE
    _written(facts, file)
    before = str(running.conf.get(_PARTITIONS))
    running.conf.set(_PARTITIONS, max(running.sparkContext.defaultParallelism * 2, len(facts) // _TO_A_PARTITION))
    try:
        return _compared(running, running.read.parquet(str(file.resolve())))
    finally:
        running.conf.set(_PARTITIONS, before)
        file.unlink()


def _compared(running: SparkSession, forms: DataFrame) -> tuple[list[tuple[int, int]], int]:
    from pyspark.sql import functions as f

    evidence = forms.mapInArrow(_evidence, _EVIDENCE).persist()
    distinct = evidence.dropDuplicates(["kind", "digest"])
    different = {row["kind"]: row["count"] for row in distinct.groupBy("kind").count().collect()}
    rows = distinct.select("kind", "digest", f.explode("evidence").alias("row"))
    counts = rows.groupBy("kind", "row").count()
    counted = rows.join(counts, ["kind", "row"]).groupBy("kind", "digest").agg(f.collect_list(f.struct("row", "count")).alias("counted"))
    counted = counted.persist()
    shape = "kind string, digest long, counted array<struct<row:long,count:long>>"
    keys = counted.mapInArrow(_Keys(different).__call__, f"{shape}, key long")
    alike, judged = _Alike(different), _Judged(different)  # Spark counts the arguments of what it is given, and a method's self among them
    edges = keys.groupBy("kind", "key").applyInArrow(lambda table: alike(table), "kind string, first long, second long").dropDuplicates()
    groups = running.createDataFrame(_grouped(edges.toLocalIterator()), "kind string, digest long, leader long")
    members = evidence.join(f.broadcast(groups), ["kind", "digest"], "left").withColumn("leader", f.coalesce("leader", "digest"))
    several = members.groupBy("kind", "leader").count().where("count > 1").persist()
    largest = several.agg(f.max("count")).head()
    whole = (
        members.join(several.select("kind", "leader"), ["kind", "leader"])
        .drop("evidence")
        .join(counted, ["kind", "digest"])
        .join(forms, "number")
    )
    copies = whole.groupBy("kind", "leader").applyInArrow(lambda table: judged(table), "later long, earlier long")
    return sorted((row["later"], row["earlier"]) for row in copies.collect()), (largest[0] if largest else 0) or 0


def _grouped(edges: Iterator[Any]) -> list[tuple[str, int, int]]:
    """(kind, digest, leader) of the different forms that are like another: they alone pass through the driver, some hundred bytes each."""
    leaders: dict[tuple[str, int], tuple[str, int]] = {}

    def leader(form: tuple[str, int]) -> tuple[str, int]:
        while leaders.setdefault(form, form) != form:
            leaders[form] = form = leaders[leaders[form]]
        return form

    for edge in edges:
        ends = leader((edge["kind"], edge["first"])), leader((edge["kind"], edge["second"]))
        leaders[max(ends)] = min(ends)
    return [(kind, digest, leader((kind, digest))[1]) for kind, digest in list(leaders)]
