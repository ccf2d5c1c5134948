import type { Decoder, EncryptionKey, UserSchemaInput } from "@etcdscope/kubernetes";
import { readUserSchema } from "@etcdscope/kubernetes";
import { ciphers } from "../encryption/ciphers.ts";
import { openDecoder } from "./schema.ts";

/** What a command line's files say of how values are read: data, so that every thread can have its own decoder. */
export interface DecodingSettings {
  readonly encryptionKeys?: readonly EncryptionKey[] | undefined;
  readonly messages?: UserSchemaInput | undefined;
}

/** Throws `UserSchemaFault` for .proto files that cannot be used. */
export async function decoderOf({ encryptionKeys: keys, messages }: DecodingSettings): Promise<Decoder> {
  return await openDecoder({
    encryption: keys === undefined ? undefined : { keys, ciphers },
    messages: messages === undefined ? undefined : await readUserSchema(messages),
  });
}
