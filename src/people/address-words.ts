/**
 * Words that mailboxes of organisations and machines are named by, in the languages of most business mail. Each is
 * compared with a whole local part or a whole dot- or dash-separated word of it, never with a piece of a word.
 */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** A department or a function, whoever reads it today. */
export const ROLE_WORDS = words(`
  support help helpdesk helpcenter service services servicedesk customerservice customercare customers
  kundenservice kundendienst kundenbetreuung klantenservice kundeservice kundtjänst serviceclient
  atencionalcliente atencion assistenza clienti suporte soporte apoio aide
  billing invoice invoices invoicing rechnung rechnungen rechnungswesen buchhaltung accounting accounts
  accountspayable payable payments payroll faktura fakturering fakturen fakturace facturation facturacion
  faturamento fatturazione comptabilite contabilidad contabilidade contabilita amministrazione administracion
  administratie ekonomi boekhouding ksiegowosc finance finanzen
  sales vertrieb verkauf ventas vendite ventes vendas commercial commerciale comercial verkoop salg försäljning
  humanresources personalabteilung personalwesen rrhh jobs career careers karriere bewerbung bewerbungen
  recruiting recruitment recruiter recrutement empleo lavoro kariera rekrutacja talent
  marketing press presse prensa stampa imprensa pressestelle legal compliance privacy datenschutz dpo gdpr
  security abuse hostmaster webmaster sysadmin administrator administration verwaltung itsupport edv devops ops
  reception rezeption frontdesk empfang booking bookings reservation reservations reservierung reservas prenotazioni
  buchung buchungen order orders bestellung bestellungen bestellen pedidos commandes ordini returns retouren shop
  store webshop versand shipping tickets ticketing events membership members mitglieder feedback survey surveys
  umfrage enquiries enquiry inquiries inquiry anfrage anfragen newsletter newsletters news redaktion redaction
  redaccion redazione editorial sekretariat secretariat secretaria segreteria secretary vorstand board team crew
  subscriptions subscription offers deals promo promotions aktion angebote partners partnerships
`);

/** Function words that are nobody's surname: "acme-support@" is a role, "john.sales@" need not be one. */
export const ROLE_LAST_WORDS = words(`
  support helpdesk helpcenter service services kundenservice kundendienst newsletter newsletters team marketing billing
  accounting accounts payable recruiting recruitment careers reception reservations bookings enquiries inquiries orders
  tickets invoices feedback events
`);

/**
 * Front doors: a firm's general mailbox, or the one mailbox of a one-person firm; and words that are initials or
 * surnames as well. The display name decides.
 */
export const FRONT_DOOR_WORDS = words(`
  info infos information informacion infomail hello hallo hi hola hej contact contacts contacto contato contatto
  kontakt contactus mail email post office kontor buero büro studio bureau admin praxis kanzlei atelier welcome ask job hr rh pr sac jenkins mailer
`);

/** Front doors that stay one with a place or branch behind them: "info.berlin@". */
export const FRONT_DOOR_FIRST_WORDS = words('info contact kontakt office hello');

/** Written by programs. */
export const ROBOT_WORDS = words(`
  notification notifications notify notifier alert alerts alerting robot bot bots automailer autoresponder automated
  automation daemon cron root nagios zabbix jira confluence gitlab github bugzilla redmine otrs monitoring
  monitor system sysalert updates digest bounce bounces mailsystem scheduler reminders reminder
  notetaker unknownorganizer benachrichtigung benachrichtigungen notificaciones notificacoes notifiche meldingen
`);

/** The machinery of mail itself. */
export const BOUNCE_WORDS = words('mailer-daemon mailerdaemon postmaster mdaemon mail-daemon');

/** Contained anywhere once dots, dashes and digits are gone; long enough to be part of no name. */
export const NO_REPLY_PHRASES = [
  'noreply',
  'noreplay',
  'donotreply',
  'dontreply',
  'notreply',
  'noresponse',
  'nichtantworten',
  'keineantwort',
  'nepasrepondre',
  'nepasrépondre',
  'noresponder',
  'noresponda',
  'norespondas',
  'naoresponder',
  'naoresponda',
  'nãoresponder',
  'nonrispondere',
  'nietbeantwoorden',
  'nietantwoorden',
  'geenantwoord',
  'svarinte',
  'svarainte',
  'svarikke',
  'ikkesvar',
  'eivastata',
  'nieodpowiadac',
  'nieodpowiadaj',
  'neodpovidat',
  'neodpovidejte',
  'yanitlamayin',
  'неотвечать',
] as const;

/** Asks a program to end a subscription. */
export const UNSUBSCRIBE_WORDS = words(`
  unsubscribe unsubscribes unsub optout opt-out abmelden abmeldung abbestellen austragen desabonnement désabonnement
  desabonner desinscription désinscription desinscrire baja darsedebaja cancelarsuscripcion desuscribir disiscrizione
  disiscrivi cancellami descadastrar descadastro uitschrijven afmelden afmeld avmeld avmelding avregistrera
  avprenumerera wypisz rezygnacja odhlasit odhlaseni peruuta
`);

/** Everybody at once. */
export const EVERYBODY_WORDS = words(
  'everyone everybody all all-staff allstaff staff all-hands allhands alle tous todos tutti company-wide ' +
    'all-company allemployees all-employees mitarbeiter allusers',
);

/** Words of display names that say "firm" or "department" rather than a person. */
export const BUSINESS_NAME_WORDS = words(`
  team support service services kundenservice info information newsletter news office buero sales vertrieb
  marketing billing accounts accounting customer customers care help desk helpdesk gmbh ug ag kg ohg inc llc ltd limited
  corp corporation company co bv nv sa sarl srl spa oy ab aps plc pty group gruppe holding club hotel restaurant praxis
  kanzlei studio shop store verlag verein ev foundation stiftung institute institut university universitaet college
  school schule bank consulting partners partner solutions systems software media agency agentur department abteilung
  the and und et by from von via notifications notification alerts no reply noreply do not online app hr jobs careers
  recruiting reception booking bookings events ci cron daemon server system mailer conference redaktion presse press
`);

/** The same for names written without spaces. */
export const BUSINESS_NAME_SYLLABLES = [
  '会社',
  '株式',
  '事務',
  '窓口',
  'サポート',
  'チーム',
  '公司',
  '团队',
  '客服',
  '지원',
  '고객',
  '팀',
] as const;
