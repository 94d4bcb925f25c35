"""Words of calendars: what their events are called."""

TEXTS: dict[str, tuple[str, str]] = {
    "calendar.about": (
        "Deadlines, periods, recurrences and meetings.",
        "Plazos, períodos, recurrencias y reuniones.",
    ),
    "calendar.due": ("deadline", "plazo"),
    "calendar.latest": ("last day", "último día"),
    "calendar.meeting": ("meeting", "reunión"),
    "calendar.due-of": ("Deadline: {title}", "Vence: {title}"),
    "calendar.period-of": ("{title}", "{title}"),
    "calendar.recurs-of": ("Due: {title}", "Corresponde: {title}"),
    "calendar.latest-of": ("At the latest: {title}", "A más tardar: {title}"),
}
"""`…-of`: before the title of what it is about. A period needs no word: its days say it."""
