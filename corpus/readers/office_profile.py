"""The settings of LibreOffice that make it a converter: no macros, no links, no network, no questions.

Names of the settings: org.openoffice.Office.Common, .Writer, .Calc and org.openoffice.Inet in LibreOffice's registry.
"""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import quoteattr

_SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
_INET = "/org.openoffice.Inet/Settings"
_NOWHERE = "127.0.0.1"
_DISCARD = "9"  # the port of a service that nobody runs
_SETTINGS: tuple[tuple[str, str, str], ...] = (
    (_SECURITY, "DisableMacrosExecution", "true"),
    (_SECURITY, "MacroSecurityLevel", "3"),
    (_SECURITY, "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),  # never
    ("/org.openoffice.Office.Writer/Content/Update", "Field", "false"),
    ("/org.openoffice.Office.Writer/Content/Update", "Chart", "false"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "1"),  # never
    # Whatever would go out nevertheless, goes to a proxy that does not exist.
    (_INET, "ooInetProxyType", "2"),
    *((_INET, f"ooInet{kind}ProxyName", _NOWHERE) for kind in ("HTTP", "HTTPS", "FTP")),
    *((_INET, f"ooInet{kind}ProxyPort", _DISCARD) for kind in ("HTTP", "HTTPS", "FTP")),
    (_INET, "ooInetNoProxy", ""),
    ("/org.openoffice.Office.Common/Misc", "FirstRun", "false"),
    ("/org.openoffice.Office.Recovery/RecoveryInfo", "Enabled", "false"),
    ("/org.openoffice.Office.Recovery/AutoSave", "Enabled", "false"),
    ("/org.openoffice.Office.Common/History", "Size", "0"),
)


def write_profile(folder: Path) -> None:
    """Makes `folder` a profile for -env:UserInstallation."""
    items = "".join(
        f"<item oor:path={quoteattr(path)}><prop oor:name={quoteattr(name)} oor:op='fuse'><value>{value}</value></prop>"
        "</item>"
        for path, name, value in _SETTINGS
    )
    user = folder / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>',
        encoding="utf-8",
    )
