import { memo } from "react";
import { nameTokensOf, type Token, tokensOf } from "../bytes/tokens.ts";
import "./byte-text.css";

/** Bytes as text in which nothing is unseen: controls, invisible characters and stray bytes stand out. */
export const ByteText = memo(function ByteText({ bytes }: { bytes: Uint8Array }) {
  return <TokenText tokens={tokensOf(bytes)} />;
});

/** A key's name, or a part of it, in which blanks at the ends and marks written apart stand out as well. */
export const NameText = memo(function NameText({ bytes }: { bytes: Uint8Array }) {
  return <TokenText tokens={nameTokensOf(bytes)} />;
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
