/** Names that other tables spell in their own way, with their codes: "--" is no country, "++" a sum over countries. */

/** Our World in Data, where it differs from the tables above. */
export const owidNames = `
++ Africa
++ Asia
++ Asia excl. China
BL Saint Barthelemy
BQ Bonaire Sint Eustatius and Saba
BN Brunei
CV Cape Verde
CG Congo
CI Cote d'Ivoire
CW Curacao
CZ Czechia
CD Democratic Republic of Congo
TL East Timor
-- England
++ Europe
++ European Union
++ European Union (27)
FO Faeroe Islands
FK Falkland Islands
++ High income
++ High-income countries
HK Hong Kong
-- International
IR Iran
XK Kosovo
LA Laos
++ Low income
++ Low-income countries
++ Lower middle income
++ Lower-middle-income countries
MO Macao
FM Micronesia (country)
MD Moldova
++ North America
KP North Korea
-- Northern Cyprus
-- Northern Ireland
++ Oceania
PS Palestine
PN Pitcairn
RE Reunion
RU Russia
SH Saint Helena
MF Saint Martin (French part)
ST Sao Tome and Principe
-- Scotland
SX Sint Maarten (Dutch part)
++ South America
KR South Korea
-- Summer Olympics 2020
SY Syria
TW Taiwan
TZ Tanzania
TL Timor
GB United Kingdom
US United States
VI United States Virgin Islands
++ Upper middle income
++ Upper-middle-income countries
VA Vatican
VE Venezuela
VN Vietnam
-- Wales
EH Western Sahara
-- Winter Olympics 2022
++ World
++ World excl. China
++ World excl. China and South Korea
++ World excl. China, South Korea, Japan and Singapore
`;

/** ECDC (with underscores), the World Bank, the United Nations and ISO's own long forms. */
export const furtherNames = `
AG Antigua_and_Barbuda
BQ Bonaire, Saint Eustatius and Saba
BN Brunei_Darussalam
-- Cases_on_an_international_conveyance_Japan
CI Cote_dIvoire
CZ Czech_Republic
FK Falkland_Islands_(Malvinas)
GW Guinea_Bissau
TL Timor_Leste
GB United_Kingdom
TZ United_Republic_of_Tanzania
US United_States_of_America
SZ Swaziland
CD Congo, Dem. Rep.
CG Congo, Rep.
EG Egypt, Arab Rep.
HK Hong Kong SAR, China
IR Iran, Islamic Rep.
KP Korea, Dem. People's Rep.
KR Korea, Rep.
KG Kyrgyz Republic
LA Lao PDR
MO Macao SAR, China
MK Macedonia, FYR
FM Micronesia, Fed. Sts.
PR Puerto Rico (US)
SK Slovak Republic
SO Somalia, Fed. Rep.
KN St. Kitts and Nevis
LC St. Lucia
MF St. Martin (French part)
VC St. Vincent and the Grenadines
TR Turkiye
VE Venezuela, RB
VI Virgin Islands (U.S.)
PS West Bank and Gaza
YE Yemen, Rep.
++ Arab World
++ East Asia & Pacific
++ Euro area
++ Latin America & Caribbean
++ Sub-Saharan Africa
HK China, Hong Kong SAR
MO China, Macao SAR
TW China, Taiwan Province of China
PS State of Palestine
KR Korea, Republic of
MD Moldova, Republic of
FM Micronesia, Federated States of
TZ Tanzania, United Republic of
US United States of America (the)
GB United Kingdom of Great Britain and Northern Ireland (the)
SH Saint Helena, Ascension and Tristan da Cunha
VA Holy See (Vatican City State)
`;
