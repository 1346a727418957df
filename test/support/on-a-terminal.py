# Runs a command on a pseudo-terminal of 80 columns and types a line whenever it has been quiet for a moment. Usage: on-a-terminal.py LINES COMMAND...
# LINES are separated by "|"; an empty one is just Enter, and "text=>line" waits until that text is shown. Prints what the terminal
# showed; ends as the command did.
import fcntl, os, pty, select, struct, sys, termios

lines = sys.argv[1].split("|")
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 80, 0, 0))
shown = b""
seen = 0
while True:
    awaited, arrow, line = lines[0].partition("=>") if lines else ("", "", "")
    if not arrow:
        awaited, line = "", awaited
    quiet = not select.select([terminal], [], [], 0.4 if arrow else 1.5)[0]
    if quiet:
        if lines and awaited.encode() in shown[seen:]:
            seen = len(shown)
            lines.pop(0)
            os.write(terminal, line.encode() + b"\r")
        continue
    try:
        data = os.read(terminal, 65536)
    except OSError:
        break
    if not data:
        break
    shown += data
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
