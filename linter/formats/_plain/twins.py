"""What a reader hands over, with every character that only looks like an ideograph as that ideograph: once, for every format."""

from __future__ import annotations

from msgspec.structs import replace

from linter.formats.api import Piece
from linter.model.blocks import Comment, Grid, Node, Paragraph, Tree
from linter.values.characters import has_twins, unified


def _node(node: Node) -> Node:
    value = node.value
    if isinstance(value, str):
        return node._replace(value=unified(value))
    if isinstance(value, tuple):
        return node._replace(value=tuple(map(_node, value)))
    return node if value is None else node._replace(value={unified(key): _node(inner) for key, inner in value.items()})


def _gather(node: Node, texts: list[str]) -> None:
    """Every key and text of a tree."""
    value = node.value
    if isinstance(value, str):
        texts.append(value)
    elif isinstance(value, tuple):
        for item in value:
            _gather(item, texts)
    elif value is not None:
        texts += value
        for inner in value.values():
            _gather(inner, texts)


def _has_twins(root: Node) -> bool:
    texts: list[str] = []
    _gather(root, texts)
    return has_twins("\n".join(texts))


def untwinned(piece: Piece) -> Piece:
    """The piece with unified ideographs; itself where it has nothing else."""
    if isinstance(piece, Grid):
        if not has_twins("\n".join([cell.text for cell in piece.cells])):
            return piece
        cells = tuple(cell if (text := unified(cell.text)) == cell.text else replace(cell, text=text) for cell in piece.cells)
        return piece if all(new is old for new, old in zip(cells, piece.cells, strict=True)) else replace(piece, cells=cells)
    if isinstance(piece, Paragraph | Comment):
        text = unified(piece.text)
        return piece if text == piece.text else replace(piece, text=text)
    return replace(piece, root=_node(piece.root)) if isinstance(piece, Tree) and _has_twins(piece.root) else piece
