"""Only bot/ is asynchronous."""

import ast

from tests.tree import CORE, code_in, nodes, place

ASYNC = ast.AsyncFunctionDef | ast.AsyncFor | ast.AsyncWith | ast.Await


def test_the_core_is_synchronous() -> None:
    found = [place(file, node) for file in code_in(*CORE) for node in nodes(file) if isinstance(node, ASYNC)]
    assert not found, f"only bot/ is asynchronous; move the waiting there: {found}"
