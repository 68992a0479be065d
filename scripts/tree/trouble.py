"""Why the system refuses a file or folder, in Chinese: what it says itself is English."""

from __future__ import annotations

import errno

_REASONS = {
    errno.EACCES: "没有权限", errno.EPERM: "没有权限", errno.EROFS: "磁盘是只读的", errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "磁盘的配额用完了", errno.EIO: "磁盘读写出错", errno.EBUSY: "别的程序正在用它",
    errno.ENOTDIR: "应是文件夹的地方是一个文件", errno.EEXIST: "应是文件夹的地方是一个文件", errno.EISDIR: "应是文件的地方是一个文件夹",
    errno.ENOTEMPTY: "文件夹里还有别的文件", errno.ENOENT: "没有这个文件或文件夹", errno.ENAMETOOLONG: "名字太长", errno.ELOOP: "链接绕成了圈",
    errno.EMFILE: "打开的文件太多", errno.ENFILE: "打开的文件太多", errno.EFBIG: "文件太大", errno.EINVAL: "名字里有不能用的字符",
}  # fmt: skip


def trouble(error: OSError) -> str:
    """What the system says, in a few words without the file's name; what is rare is a number to tell."""
    if error.errno is None:
        return str(error) or type(error).__name__
    return _REASONS.get(error.errno, f"系统错误 {error.errno}")
