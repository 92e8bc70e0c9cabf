/** What programs write into subjects, in the languages of most business mail; parts of regular expressions. */

/** How mail systems begin the subject of an absence note. */
const AWAY = [
  'automatic reply|auto(?:matic)?[- ]?(?:reply|response)|out[- ]of[- ](?:the )?office', // English
  '(?:automatische )?abwesenheits(?:notiz|meldung|nachricht|benachrichtigung)|automatische antwort|abwesend', // German
  "r[eé]ponse automatique|absence du bureau|(?:message d['’])?absence", // French
  'respuesta autom[aá]tica|fuera de la oficina', // Spanish
  'resposta autom[aá]tica|fora do escrit[oó]rio', // Portuguese
  'risposta automatica|fuori (?:sede|ufficio)', // Italian
  'automatisch antwoord|afwezig(?:heid)?', // Dutch
  'autosvar|automatiskt? svar|fr[aå]nvaro|fraværende', // Danish, Norwegian, Swedish
  'automaattinen vastaus|poissa', // Finnish
  'odpowied[zź] automatyczna', // Polish
  'automatick[aá] odpov[eě]d|r[aă]spuns automat|automatikus v[aá]lasz', // Czech, Romanian, Hungarian
  'otomatik yan[iı]t', // Turkish
  'автоматический ответ|автоответ', // Russian
  'αυτ[οό]ματη απ[αά]ντηση', // Greek
  '自動返信|自動応答|不在|自动答复|自动回复|自動回覆|자동 회신|부재중', // Japanese, Chinese, Korean
];

/** The phrase stands first, alone or before the subject that is answered. */
export const AWAY_SUBJECT = new RegExp(`^(?:${AWAY.join('|')})(?=$|[\\s:：,([-])`, 'iu');

/** How a request to end a subscription is worded. */
const UNSUBSCRIBE = [
  'unsubscribe|unsubscription|opt[- ]?out|remove me', // English
  'abmelden|abmeldung|newsletter abbestellen', // German
  'd[eé]sabonnement|se d[eé]sabonner|d[eé]sinscription', // French
  'darse de baja|baja|cancelar suscripci[oó]n', // Spanish
  'descadastrar|cancelar inscri[cç][aã]o', // Portuguese
  'disiscrizione|cancellami', // Italian
  'uitschrijven|afmelden', // Dutch
  'afmeld|avmeld|avregistrera', // Danish, Norwegian, Swedish
  'wypisz|odhl[aá]sit', // Polish, Czech
  'отписаться|配信停止|退订', // Russian, Japanese, Chinese
];

/** The whole subject is the request, with at most a token behind it. "Unsubscribe from the gym?" to a friend is not. */
export const UNSUBSCRIBE_SUBJECT = new RegExp(
  `^(?:please )?(?:list-)?(?:${UNSUBSCRIBE.join('|')})(?: me| mich| request| newsletter| please)?[.!]?` +
    '(?:[ :=_-]*(?=\\S*\\d)\\S+)?$',
  'iu',
);
