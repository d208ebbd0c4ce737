"""The outputs the desk offers, in the order reviewers want them: which feedback each is, and what it is called on the page."""

from __future__ import annotations

KINDS = {
    "docx": ("审核意见", "Word，每个单位一份，附问题清单"),
    "audit": ("审核参考表", "Word，每个单位一份，每个项目一页"),
    "xlsx": ("问题清单", "Excel，全部单位"),
    "initial": ("初审结果", "Excel，每个项目一行：完整性、可测性、可行性审核与小结"),
    "matrix": ("审核要点一览", "Excel，项目 × 要点"),
    "matrix_page": ("审核要点一览（网页）", "单个网页，项目 × 要点"),
    "txt": ("退回意见", "每个项目一段，可粘贴到系统"),
    "html": ("审核报告", "单个网页，可脱机查看"),
    "md": ("审核意见（Markdown）", "纯文字"),
    "annotated": ("原件批注", "xlsx、docx、pdf 原件加批注，打包"),
}
