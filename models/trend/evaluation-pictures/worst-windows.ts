/** The windows that the model was most sure about and most wrong: what kind of days it does not understand. */
import { type Panel, percent, smallMultiples } from "kilnjs/charts";
import type { TrendEvaluation } from "../evaluation/schema.js";
import { framed, question, testPart } from "./input.js";

type WorstWindow = TrendEvaluation["test"]["worst"][number];

const DAY = 86_400_000;

/** A panel for each window. */
export function worstWindowsPicture(evaluation: TrendEvaluation): string {
  const { worst } = evaluation.test;
  return smallMultiples({
    ...framed(evaluation, "The largest errors", testPart(evaluation), [
      `${question(evaluation)}. The window of each country that was most wrong, each with its own scale.`,
    ]),
    panels: worst.map((window) => panelOf(window, evaluation)),
    knownLabel: `the ${evaluation.window} days that the model read`,
    laterLabel: "what came after",
    columns: 4,
    width: 1000,
  });
}

function panelOf(window: WorstWindow, { classes }: TrendEvaluation): Panel {
  const { name, end, increments, after, probability, truth } = window;
  const happened = classes[truth] ?? "";
  const said = `${percent(probability)} for increase`;
  const last = Date.parse(`${end}T00:00:00Z`);
  const date = (time: number): string => new Date(time).toISOString().slice(0, 10);
  return {
    title: name,
    caption: `${said}; it was: ${happened}`,
    values: [...increments, ...after],
    known: increments.length,
    ends: [date(last - (increments.length - 1) * DAY), date(last + after.length * DAY)],
  };
}
