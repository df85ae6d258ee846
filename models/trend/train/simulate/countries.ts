/** The countries that the embedded epidemics take place in: real names, codes and sizes, and nothing else that is real. */

/** A country of the simulation. */
export interface SimulatedCountry {
  /** As the table of Johns Hopkins University spells it. */
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly iso: string;
  readonly region: string;
  /** Inhabitants, about 2021, rounded to two or three digits. */
  readonly population: number;
}

/** A line for each country: code, name, million inhabitants. */
const regions: Readonly<Record<string, string>> = {
  Africa: `
    DZ Algeria 44.2
    AO Angola 34.5
    BJ Benin 13
    BW Botswana 2.6
    BF Burkina Faso 22.1
    BI Burundi 12.6
    CV Cabo Verde 0.59
    CM Cameroon 27.2
    CF Central African Republic 5.5
    TD Chad 17.2
    KM Comoros 0.82
    CG Congo (Brazzaville) 5.8
    CD Congo (Kinshasa) 95.9
    CI Cote d'Ivoire 27.5
    DJ Djibouti 1.1
    EG Egypt 109
    GQ Equatorial Guinea 1.6
    ER Eritrea 3.6
    SZ Eswatini 1.2
    ET Ethiopia 120
    GA Gabon 2.3
    GM Gambia 2.6
    GH Ghana 32.8
    GN Guinea 13.5
    GW Guinea-Bissau 2.1
    KE Kenya 53
    LS Lesotho 2.3
    LR Liberia 5.2
    LY Libya 6.7
    MG Madagascar 28.9
    MW Malawi 19.9
    ML Mali 21.9
    MR Mauritania 4.6
    MU Mauritius 1.3
    MA Morocco 37.1
    MZ Mozambique 32.1
    NA Namibia 2.5
    NE Niger 25.3
    NG Nigeria 213
    RW Rwanda 13.5
    ST Sao Tome and Principe 0.22
    SN Senegal 16.9
    SL Sierra Leone 8.4
    SO Somalia 17.1
    ZA South Africa 59.4
    SS South Sudan 10.7
    SD Sudan 45.7
    TZ Tanzania 63.6
    TG Togo 8.6
    TN Tunisia 12.3
    UG Uganda 45.9
    ZM Zambia 19.5
    ZW Zimbabwe 16
  `,
  Europe: `
    AL Albania 2.8
    AT Austria 8.9
    BY Belarus 9.3
    BE Belgium 11.6
    BA Bosnia and Herzegovina 3.3
    BG Bulgaria 6.9
    HR Croatia 3.9
    CZ Czechia 10.5
    DK Denmark 5.9
    EE Estonia 1.3
    FI Finland 5.5
    FR France 67.7
    DE Germany 83.2
    GR Greece 10.6
    HU Hungary 9.7
    IS Iceland 0.37
    IE Ireland 5
    IT Italy 59.1
    XK Kosovo 1.8
    LV Latvia 1.9
    LT Lithuania 2.8
    LU Luxembourg 0.64
    MT Malta 0.52
    MD Moldova 2.6
    ME Montenegro 0.62
    NL Netherlands 17.5
    MK North Macedonia 2.1
    NO Norway 5.4
    PL Poland 37.7
    PT Portugal 10.3
    RO Romania 19.1
    RU Russia 143
    RS Serbia 6.8
    SK Slovakia 5.4
    SI Slovenia 2.1
    ES Spain 47.4
    SE Sweden 10.4
    CH Switzerland 8.7
    UA Ukraine 43.8
    GB United Kingdom 67.3
  `,
  Asia: `
    AF Afghanistan 40.1
    AM Armenia 2.8
    AZ Azerbaijan 10.1
    BH Bahrain 1.5
    BD Bangladesh 169
    BT Bhutan 0.78
    BN Brunei 0.45
    KH Cambodia 16.6
    CN China 1412
    CY Cyprus 1.2
    GE Georgia 3.7
    IN India 1408
    ID Indonesia 274
    IR Iran 87.9
    IQ Iraq 43.5
    IL Israel 9.4
    JP Japan 126
    JO Jordan 11.1
    KZ Kazakhstan 19
    KW Kuwait 4.3
    KG Kyrgyzstan 6.8
    LA Laos 7.4
    LB Lebanon 5.6
    MY Malaysia 33.6
    MV Maldives 0.52
    MN Mongolia 3.3
    MM Burma 53.8
    NP Nepal 30
    OM Oman 4.5
    PK Pakistan 231
    PS West Bank and Gaza 4.9
    PH Philippines 114
    QA Qatar 2.7
    SA Saudi Arabia 36
    SG Singapore 5.5
    KR Korea, South 51.7
    LK Sri Lanka 22.2
    SY Syria 21.3
    TW Taiwan* 23.5
    TJ Tajikistan 9.8
    TH Thailand 71.6
    TL Timor-Leste 1.3
    TR Turkey 84.8
    AE United Arab Emirates 9.4
    UZ Uzbekistan 34.9
    VN Vietnam 97.5
    YE Yemen 33
  `,
  "North America": `
    AG Antigua and Barbuda 0.093
    BS Bahamas 0.41
    BB Barbados 0.28
    BZ Belize 0.4
    CA Canada 38.2
    CR Costa Rica 5.2
    CU Cuba 11.3
    DO Dominican Republic 11.1
    SV El Salvador 6.3
    GD Grenada 0.125
    GT Guatemala 17.1
    HT Haiti 11.4
    HN Honduras 10.3
    JM Jamaica 2.8
    MX Mexico 127
    NI Nicaragua 6.9
    PA Panama 4.4
    LC Saint Lucia 0.18
    VC Saint Vincent and the Grenadines 0.104
    TT Trinidad and Tobago 1.5
    US US 332
  `,
  "South America": `
    AR Argentina 45.8
    BO Bolivia 12.1
    BR Brazil 214
    CL Chile 19.5
    CO Colombia 51.5
    EC Ecuador 17.8
    GY Guyana 0.8
    PY Paraguay 6.7
    PE Peru 33.7
    SR Suriname 0.61
    UY Uruguay 3.4
    VE Venezuela 28.2
  `,
  Oceania: `
    AU Australia 25.7
    FJ Fiji 0.92
    KI Kiribati 0.13
    NZ New Zealand 5.1
    PG Papua New Guinea 9.9
    WS Samoa 0.22
    SB Solomon Islands 0.71
    TO Tonga 0.106
    VU Vanuatu 0.32
  `,
};

/** All countries, region by region. */
export const simulatedCountries: readonly SimulatedCountry[] = Object.entries(regions).flatMap(([region, lines]) =>
  lines
    .trim()
    .split("\n")
    .map((line) => parseLine(line.trim(), region)),
);

function parseLine(line: string, region: string): SimulatedCountry {
  const match = /^([A-Z]{2}) (.+) ([\d.]+)$/.exec(line);
  if (match === null) throw new Error(`no country: ${line}`);
  const [, iso = "", name = "", millions = ""] = match;
  return { name, iso, region, population: Math.round(Number(millions) * 1e6) };
}
