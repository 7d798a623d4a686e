import { nearestWord } from "@cartwright/supervision";

/** What is said of a word that is no command. */
export function noCommand(name: string, commands: readonly string[]): string {
  if (name === "") return `Say what to do: ${commands.join(", ")}.`;
  const meant = nearestWord(name, commands);
  return `There is no command "${name}".${meant === undefined ? "" : ` Did you mean ${meant}?`}`;
}
