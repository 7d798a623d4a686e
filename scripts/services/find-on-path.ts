import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";

/** The full path of the first of these programs that PATH knows. */
export const findOnPath = (...names: string[]): string | undefined => {
  const folders = (process.env["PATH"] ?? "").split(path.delimiter).filter((folder) => folder !== "");
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name))).find(isProgram);
};

const isProgram = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
};
