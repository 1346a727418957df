import os

import pika
from prometheus_client import Counter, Histogram, start_http_server

DONE = Counter("orders_done_total", "Orders that were worked on", ["outcome"])
TOOK = Histogram("order_duration_seconds", "Time that an order took")


def work(channel, method, _properties, body):
    with TOOK.time():
        print("order", body.decode())
    DONE.labels("done").inc()
    channel.basic_ack(method.delivery_tag)


def main():
    start_http_server(9000)
    connection = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))
    channel = connection.channel()
    channel.basic_consume("orders", work)
    channel.start_consuming()


if __name__ == "__main__":
    main()
