"""Run by Debian's Python, which has LibreOffice's own (python3-uno): opens a document, does something
to it as a person would, and saves it.

    /usr/bin/python3 office_desk.py PROFILE FILE SAVED COMMAND…

A command is one of LibreOffice's (`AcceptAllTrackedChanges`), or `UpdateContents`; or something done to
the first sheet: `type:F3:words`, `move-row:5:20` (before the twentieth), `delete-row:7`, `insert-row:4`.
"""

import subprocess
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

FILTERS = {
    "docx": "MS Word 2007 XML",
    "xlsx": "Calc MS Excel 2007 XML",
    "pdf": "writer_pdf_Export",
}


def told(name, value):
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


def connected(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    for _ in range(600):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:  # it is not up yet
            time.sleep(0.1)
    sys.exit("LibreOffice does not answer")


def on_the_sheet(sheet, what, where, *more):
    if what == "type":
        sheet.getCellRangeByName(where).setString(more[0])
        return
    rows, at = sheet.getRows(), int(where) - 1
    if what == "delete-row":
        rows.removeByIndex(at, 1)
    elif what == "insert-row":
        rows.insertByIndex(at, 1)
    else:
        to = int(more[0]) - 1
        rows.insertByIndex(to, 1)
        at += to <= at
        row = sheet.getCellRangeByPosition(0, at, 40, at).getRangeAddress()
        sheet.moveRange(sheet.getCellByPosition(0, to).getCellAddress(), row)
        rows.removeByIndex(at, 1)


def main(profile, file, saved, *commands):
    pipe = f"desk-{time.time_ns()}"
    office = subprocess.Popen(
        [
            *("soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore"),
            f"--accept=pipe,name={pipe};urp",
        ]
    )
    context = connected(pipe)

    def service(name):
        return context.ServiceManager.createInstanceWithContext(name, context)

    desktop = service("com.sun.star.frame.Desktop")
    try:
        document = desktop.loadComponentFromURL(f"file://{file}", "_blank", 0, (told("Hidden", True),))
        frame = document.getCurrentController().getFrame()
        for command in commands:
            if command == "UpdateContents":
                document.refresh()
                indexes = document.getDocumentIndexes()
                for n in range(indexes.getCount()):
                    indexes.getByIndex(n).update()
            elif ":" in command:
                on_the_sheet(document.getSheets().getByIndex(0), *command.split(":", 2))
            else:
                dispatcher = service("com.sun.star.frame.DispatchHelper")
                dispatcher.executeDispatch(frame, f".uno:{command}", "", 0, ())
        form = FILTERS[saved.rpartition(".")[2]]
        document.storeToURL(f"file://{saved}", (told("FilterName", form),))
        document.close(True)
    finally:
        desktop.terminate()
        office.wait(60)


if __name__ == "__main__":
    main(*sys.argv[1:])
