/**
 * Imported before everything else: a script that is put into a page may evaluate text while it loads, and never again under
 * the page's own policy, so zod would count on what it does not have.
 */
import { z } from "zod";

z.config({ jitless: true });
