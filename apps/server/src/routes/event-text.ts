import { type ChangesEvent, keyNameOf, type LiveEvents } from "@etcdscope/contract";
import type { ExploredSource } from "../explorer/explored-source.ts";
import type { LiveEvent } from "../live/feed.ts";
import { placeText } from "../live/place.ts";
import { sourceAnswer } from "./answers.ts";

/** Writes events as `text/event-stream` has them. Changes that go to many readers are written once. */
export function eventWriter(): (event: LiveEvent, source: ExploredSource) => string {
  const written = new WeakMap<LiveEvent, string>();
  return (event, source) => {
    if (event.type !== "changes") return frame(event, source);
    const text = written.get(event) ?? frame(event, source);
    written.set(event, text);
    return text;
  };
}

function frame(event: LiveEvent, source: ExploredSource): string {
  const id = event.at.history < 0 ? "" : `id: ${placeText(event.at)}\n`;
  return `event: ${event.type}\n${id}data: ${JSON.stringify(dataOf(event, source))}\n\n`;
}

function dataOf(event: LiveEvent, source: ExploredSource): LiveEvents[keyof LiveEvents] {
  if (event.type === "state") return sourceAnswer(source.status());
  if (event.type === "changes") return changesEvent(event);
  return { revision: String(event.at.revision) };
}

function changesEvent({ at, keyCount, changes }: LiveEvent & { type: "changes" }): ChangesEvent {
  return {
    revision: String(at.revision),
    keyCount,
    changes: changes.map(({ key, change }) => ({ ...keyNameOf(key), change })),
  };
}
