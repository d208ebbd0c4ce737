"""jixiao: a linter for China's budget performance targets.

>>> import jixiao
>>> result = jixiao.check("examples/forms/bad-form.txt")
>>> {finding.code for finding in result.findings} >= {"JX402"}
True

``check``, ``parse``, ``compare``, ``fix``, ``report``, ``annotate`` and ``explain`` do what the commands of these names do, with the same settings
files and the same date rules. Content can be given as bytes or a stream: ``check(data=content, name="form.xlsx")``. What is asked wrongly is a
``JixiaoError`` with one Chinese line; what cannot be read is a record in the result.
"""

from linter.public import *  # noqa: F403
from linter.public import __all__ as __all__
from linter.public import __version__ as __version__
