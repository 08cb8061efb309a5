"""What a person does in Evolution, done through what it tells screen readers (AT-SPI).

Runs a session bus and Evolution on it until standard input ends, and ends all that was started there. Each line of
standard input is [function of the person, argument, ...] in JSON; its value, or what went wrong, is told in a line.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib

PR_SET_CHILD_SUBREAPER = 36
PATIENCE = 10
Role = Atspi.Role


def starts(*command, **more):
    """Standard output is for answers alone."""
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, **more)


def bus():
    """A session bus; its address."""
    told, tells = os.pipe()
    starts(
        "dbus-daemon",
        "--session",
        "--nofork",
        "--nopidfile",
        "--address=unix:path=" + os.path.join(os.environ["XDG_RUNTIME_DIR"], "bus"),
        f"--print-address={tells}",
        pass_fds=[tells],
    )
    os.close(tells)
    with open(told) as address:
        return address.readline().strip()


def children(node):
    for index in range(node.get_child_count()):
        child = node.get_child_at_index(index)
        if child:
            yield child


def below(node):
    """A node and all below it, without menus and without what goes away meanwhile."""
    try:
        yield node
        if node.get_role() != Role.MENU_BAR:
            for child in children(node):
                yield from below(child)
    except GLib.Error:
        pass


def windows():
    desktop = Atspi.get_desktop(0)
    desktop.clear_cache()
    return [
        window
        for program in children(desktop)
        if program.get_name() == "evolution"
        for window in children(program)
    ]


def window(named):
    for each in windows():
        if named in each.get_name():
            return each
    raise LookupError(f"no window {named} among {[each.get_name() for each in windows()]}")


def find(node, role, name=None):
    for each in below(node):
        if each.get_role() == role and name in (None, each.get_name()):
            return each
    raise LookupError(f"no {role.value_nick} {name or ''}")


def press(button):
    Atspi.Action.do_action(button, 0)


def text(node):
    if "Text" not in node.get_interfaces():
        return ""
    return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))


def cells():
    messages = find(window("Evolution"), Role.TREE_TABLE, "Messages")
    return [each for each in below(messages) if each.get_role() == Role.TABLE_CELL]


class Person:
    def is_asked(self):
        """What the window that asks for a password says."""
        asking = window("authentication request")
        return " ".join(each.get_name() for each in below(asking) if each.get_role() == Role.LABEL)

    def answers(self, password):
        asking = window("authentication request")
        entry = find(asking, Role.PASSWORD_TEXT)
        Atspi.EditableText.set_text_contents(entry, password)
        press(find(asking, Role.PUSH_BUTTON, "OK"))

    def sees(self):
        """The list of messages."""
        return [cell.get_name() for cell in cells()]

    def opens(self, subject):
        """A message of the list, in the pane beside it."""
        for cell in cells():
            if cell.get_name() == subject:
                return Atspi.Component.grab_focus(cell)
        raise LookupError(f"no message {subject}")

    def reads(self):
        """What that pane shows."""
        page = find(window("Evolution"), Role.DOCUMENT_WEB)
        return "\n".join(text(each) for each in below(page))

    def writes(self, address):
        """By a mailto address (RFC 6068), as if it were followed anywhere."""
        starts("evolution", address)

    def sends(self, subject):
        """What is written under that subject."""
        press(find(window(subject), Role.PUSH_BUTTON, "Send"))


def answer(evolution, does, *arguments):
    if evolution.poll() is not None:
        return {"error": f"Evolution has ended with {evolution.returncode}"}
    try:
        return {"value": getattr(Person(), does)(*arguments)}
    except (LookupError, GLib.Error) as wrong:
        return {"error": str(wrong)}


def run():
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = bus()
    evolution = starts("evolution", "--component=mail")
    Atspi.init()
    for line in sys.stdin:
        print(json.dumps(answer(evolution, *json.loads(line))), flush=True)
    evolution.terminate()
    try:
        evolution.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        pass  # It is ended with the others.


def end_all():
    """What ends leaves its own children to this process before it is waited for."""
    while True:
        with open(f"/proc/self/task/{os.getpid()}/children") as left:
            for child in left.read().split():
                os.kill(int(child), signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


# What the bus starts loses its parent sooner or later; it becomes a child of this process (prctl(2)).
ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
try:
    run()
finally:
    end_all()
