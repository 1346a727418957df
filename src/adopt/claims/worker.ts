import { argumentsOf, named, splitArguments } from "../code";
import { type Dependency, MANIFESTS } from "../dependencies";
import type { Claim } from "../fact";
import type { ServiceFiles } from "../service-files";
import type { Start } from "./start";

/** Programs that take work from a queue and answer nobody. */
const PROGRAMS = /^(?:celery\b.*\s(?:worker|beat)|rq worker|dramatiq|arq|taskiq worker|huey_consumer(?:\.py)?)\b/;

/** With a path before it, or as a module of Python. */
const isQueueProgram = (words: readonly string[] = []): boolean =>
  PROGRAMS.test(words.join(" ").replace(/^(?:\S*\/)?(?:python[\d.]*\s+-m\s+)?/, ""));

/** Clients of queues, chats and clocks: what a worker works for. */
const CLIENTS: readonly RegExp[] = [
  /^(redis|pika|aio-pika|kombu|celery|rq|dramatiq|arq|huey|kafka-python|confluent-kafka|aiokafka|nats-py|paho-mqtt|apscheduler|schedule|discord-py|aiogram)$/,
  /^(ioredis|amqplib|kafkajs|bullmq|bull|bee-queue|node-cron|agenda|nats|mqtt|discord\.js)$/,
  /^github\.com\/(redis\/go-redis|rabbitmq\/amqp091-go|segmentio\/kafka-go|twmb\/franz-go|hibiken\/asynq|nats-io\/nats\.go|robfig\/cron|bwmarrin\/discordgo)(\/v\d+)?$/,
];

/** Words of which none is found where nothing listens. Many that have one listen at nothing either: they are asked. */
const LISTENS =
  /listen|\bserv(e|es|er|ing)|server|socket|\bbind\b|grpc|[aw]sgi|uvicorn|gunicorn|flask|django|fastapi|express|\bkoa|fastify|\bhapi|\bnest|tornado|aiohttp|sanic|starlette|litestar|bottle|webhook|\bhttp\b.*\b(handle|route)|\bhttp\.Handle|router|spring/i;

/** A metrics endpoint of prometheus_client, which is no server of the program's own. */
const METRICS = /\bstart_http_server\b/g;

/** That it answers no requests is certain where it works for somebody else, and nothing that it has could listen. */
export function workerClaims(
  service: ServiceFiles,
  dependencies: readonly Dependency[],
  start: Start | undefined,
  claims: readonly Claim[],
): Claim[] {
  const metrics = metricsServer(service);
  const isOfMetrics = (values: Claim["values"]) => metrics.some((own) => values.every((value) => own.values.includes(value)));
  const speaksOfRequests = ({ fact, values }: Claim) =>
    fact === "healthPath" || fact === "framework" || (fact === "port" && !isOfMetrics(values));
  const claim = (place: Claim["place"], says: string): Claim => ({ fact: "worker", values: ["yes"], place, says });
  // Whatever else its folder holds is another program.
  if (start && isQueueProgram(start.launch?.words)) return [claim(start.place, "it takes work from a queue"), ...metrics];
  if (claims.some(speaksOfRequests)) return [];
  const client = dependencies.find(({ name, development }) => !development && CLIENTS.some((names) => names.test(name)));
  if (!client || !start || !isSilent(service)) return [];
  return [
    claim(client.place, `it works for others through ${client.name}`),
    claim(start.place, "nothing that it is built of listens"),
    ...metrics,
  ];
}

function isSilent(service: ServiceFiles): boolean {
  const manifests = Object.values(MANIFESTS)
    .flat()
    .map((name) => service.file(name))
    .filter((file) => file !== undefined);
  const texts = [...service.sources.map((file) => service.code(file)), ...manifests.map(({ text }) => text)];
  return (
    service.sources.length > 0 && service.repository.skipped.length === 0 && !texts.some((text) => LISTENS.test(text.replace(METRICS, "")))
  );
}

/** Where prometheus_client answers, which needs no server of the program. */
function metricsServer(service: ServiceFiles): Claim[] {
  const [call, ...more] = service.matches(/\.py$/, /(?<!def )\bstart_http_server\(/g);
  if (!call || more.length > 0) return [];
  const list = splitArguments(argumentsOf(service.code(call.file), call.match));
  const port = Number(named(list, "port") ?? list[0]);
  if (!Number.isInteger(port) || port < 1024) return [];
  const says = "prometheus_client answers there";
  return [
    { fact: "managementPort", values: [port], place: call.place, says },
    { fact: "metricsPath", values: ["/metrics"], place: call.place, says },
  ];
}
