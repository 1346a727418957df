# Runs a command on a pseudo-terminal of 80 columns and types a line whenever it has been quiet for a moment. Usage: on-a-terminal.py LINES COMMAND...
# LINES are separated by "|"; an empty one is just Enter, and "text=>line" waits until that text is shown. Prints what the terminal
# showed; ends as the command did. With CAST, the name of a file, types letter by letter and writes what was shown, and when, as asciicast v2.
import fcntl, json, os, pty, select, struct, sys, termios, time

lines = sys.argv[1].split("|")
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 80, 0, 0))
shown = b""
seen = 0
cast = open(os.environ["CAST"], "w") if "CAST" in os.environ else None
if cast:
    print(json.dumps({"version": 2, "width": 80, "height": 40}), file=cast)
typing = []
begun = time.time()
while True:
    awaited, arrow, line = lines[0].partition("=>") if lines else ("", "", "")
    if not arrow:
        awaited, line = "", awaited
    quiet = not select.select([terminal], [], [], 0.1 if typing else 1.5 if not arrow else 0.4 if cast else 0.1)[0]
    if quiet:
        if typing:
            os.write(terminal, typing.pop(0).encode())
        elif lines and awaited.encode() in shown[seen:]:
            seen = len(shown)
            lines.pop(0)
            typing = [*line, "\r"] if cast else [line + "\r"]
        continue
    try:
        data = os.read(terminal, 65536)
    except OSError:
        break
    if not data:
        break
    shown += data
    if cast:
        print(json.dumps([time.time() - begun, "o", data.decode(errors="ignore")]), file=cast)
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
