import { memo } from "react";
import { type Token, tokensOf } from "../bytes/tokens.ts";
import "./byte-text.css";

/** Bytes as text in which nothing is unseen: controls, invisible characters and stray bytes stand out. */
export const ByteText = memo(function ByteText({ bytes }: { bytes: Uint8Array }) {
  return <TokenText tokens={tokensOf(bytes)} />;
});

function TokenText({ tokens }: { tokens: readonly Token[] }) {
  const [only] = tokens;
  if (tokens.length === 1 && only?.kind === "text") return <>{only.text}</>;
  return tokens.map((token) =>
    token.kind === "text" ? (
      token.text
    ) : (
      <span key={token.start} className="byte-mark" data-kind={token.kind}>
        {token.text}
      </span>
    ),
  );
}
