import Type, { type TSchema } from "typebox";
import { errorTable } from "./errors.ts";

/** What the schemas of answers are made of. */
export const count = Type.Integer({ minimum: 0 });
export const int64 = Type.String({ pattern: "^-?[0-9]+$", description: "A 64-bit number in decimal." });
export const base64url = Type.String({ pattern: "^[A-Za-z0-9_-]*$" });

export const keyName = { key: Type.String(), keyb: Type.Optional(base64url) };

export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
export const oneOf = (...texts: string[]) => Type.Unsafe<string>({ type: "string", enum: texts });
export const reference = (name: string) => Type.Unsafe<unknown>({ $ref: `#/components/schemas/${name}` });
export const listOf = (name: string) => Type.Array(reference(name));
export const errorCode = oneOf(...Object.keys(errorTable));
