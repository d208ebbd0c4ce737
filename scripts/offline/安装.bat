@echo off
chcp 936 >nul
setlocal
for %%v in (3.13 3.12 3.11) do (
  py -%%v -c "" >nul 2>nul && (
    py -%%v "%~dp0install.py" %*
    goto end
  )
)
python -c "" >nul 2>nul && (
  python "%~dp0install.py" %*
  goto end
)
echo 没有找到 Python。请先安装 Python 3.11 以上版本（64 位），安装时勾选“Add python.exe to PATH”，再双击本文件。
:end
pause
