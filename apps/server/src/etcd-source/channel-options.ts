import type { ChannelOptions } from "@grpc/grpc-js";
import type { TlsOptions } from "./credentials.ts";
import type { CallBounds } from "./session.ts";

const steady: ChannelOptions = {
  // Back within about a second of etcd itself: gRPC's own pause grows to two minutes.
  "grpc.initial_reconnect_backoff_ms": 100,
  "grpc.max_reconnect_backoff_ms": 1000,
  // A peer that is gone without a word; etcd allows a ping in 5 s.
  "grpc.keepalive_time_ms": 10_000,
  "grpc.keepalive_timeout_ms": 5000,
  "grpc.enable_retries": 0,
  "grpc.enable_http_proxy": 0,
  "grpc.use_local_subchannel_pool": 1,
  "grpc.service_config_disable_resolution": 1,
};

/** How a channel to a member behaves, whoever opens it. */
export function channelOptions({ largestAnswer }: CallBounds, tls: TlsOptions | undefined): ChannelOptions {
  return {
    ...steady,
    "grpc.max_receive_message_length": largestAnswer,
    ...(tls?.serverName === undefined ? {} : { "grpc.ssl_target_name_override": tls.serverName }),
  };
}
