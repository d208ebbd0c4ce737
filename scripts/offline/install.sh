#!/bin/sh
# 离线安装 jixiao：sh install.sh [--to 文件夹]
here=$(cd "$(dirname "$0")" && pwd)
for python in "$JIXIAO_PYTHON" python3.13 python3.12 python3.11 python3; do
  if [ -n "$python" ] && command -v "$python" >/dev/null 2>&1; then
    exec "$python" "$here/install.py" "$@"
  fi
done
echo "没有找到 Python。请先安装 Python 3.11 以上版本，再运行本程序。" >&2
exit 1
