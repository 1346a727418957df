"""The image has no curl. Exits 0 when the service in this container answers that it is alive."""

from http.client import HTTPConnection

from .config import CONTRACT, Config

config = Config()
# A service on all addresses is asked on the loopback interface, of IPv4 or IPv6.
everywhere = config.bind_address.is_unspecified
host = "localhost" if everywhere else str(config.bind_address)
connection = HTTPConnection(host, config.management_port, timeout=2)  # never through a proxy
connection.request("GET", CONTRACT.health_path)
if (status := connection.getresponse().status) != 200:
    raise SystemExit(f"{CONTRACT.health_path} answered {status}")
