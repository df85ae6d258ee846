/**
 * Imported before everything else by each script of the page: its policy lets no text be evaluated, and zod would try it
 * once, which browsers report as an offence against the policy.
 */
import { z } from "zod";

z.config({ jitless: true });
