/** The part of the world that a country is in, by the continental regions of the UN's M49 standard. */

/** Regions in the order of their names. */
export const regionNames = ["Africa", "Americas", "Asia", "Europe", "Oceania"] as const;
export type RegionName = (typeof regionNames)[number];

/** ISO 3166-1 alpha-2 codes; M49 counts Cyprus, Turkey and the Caucasus to Asia and Russia to Europe. */
const codes: Readonly<Record<RegionName, string>> = {
  Africa:
    "DZ AO BJ BW BF BI CV CM CF TD KM CG CD CI DJ EG GQ ER SZ ET GA GM GH GN GW KE LS LR LY MG MW ML MR MU YT MA MZ NA NE NG RE RW SH ST SN SC SL SO ZA SS SD TZ TG TN UG EH ZM ZW IO TF",
  Americas:
    "AI AG AR AW BS BB BZ BM BO BQ BV BR CA KY CL CO CR CU CW DM DO EC SV FK GF GL GD GP GT GY HT HN JM MQ MX MS NI PA PY PE PR BL KN LC MF PM VC SX GS SR TT TC US UY VE VG VI",
  Asia: "AF AM AZ BH BD BT BN KH CN CY GE HK IN ID IR IQ IL JP JO KZ KW KG LA LB MO MY MV MN MM NP KP OM PK PS PH QA SA SG KR LK SY TW TJ TH TL TR TM AE UZ VN YE",
  Europe:
    "AX AL AD AT BY BE BA BG HR CZ DK EE FO FI FR DE GI GR GG VA HU IS IE IM IT JE XK LV LI LT LU MT MD MC ME NL MK NO PL PT RO RU SM RS SK SI ES SJ SE CH UA GB",
  Oceania: "AS AU CX CC CK FJ PF GU HM KI MH FM NR NC NZ NU NF MP PW PG PN WS SB TK TO TV UM VU WF",
};

const regions: ReadonlyMap<string, RegionName> = new Map(
  regionNames.flatMap((name) => codes[name].split(" ").map((iso) => [iso, name] as const)),
);

/** The region of an ISO 3166-1 alpha-2 code, or null when it has none (Antarctica) or is no code. */
export function regionOf(iso: string | null): RegionName | null {
  return iso === null ? null : (regions.get(iso) ?? null);
}
