"""The words of signing in and of accounts: what is wrong, and what the operations do."""

TEXTS: dict[str, tuple[str, str]] = {
    # --- who asks ---------------------------------------------------------------------------------
    "http.no-accounts": (
        "This ledger has no accounts yet; whoever keeps the machine makes the first: `rcm-ledger account add`.",
        "Este libro no tiene cuentas todavía; quien administra el equipo crea la primera: `rcm-ledger account add`.",
    ),
    "http.sign-in-needed": (
        "Sign in first (POST /api/v1/sessions), or send a token (Authorization: Bearer …).",
        "Primero inicie sesión (POST /api/v1/sessions) o envíe una credencial (Authorization: Bearer …).",
    ),
    "http.sign-in-refused": (
        "That is no e-mail, password and code that belong together. A code is taken once: wait for the next one. "
        "Whoever has lost the password or the second factor asks the administrator for a link.",
        "Ese correo, esa contraseña y ese código no van juntos. Un código se acepta una sola vez: espere el siguiente. "
        "Quien perdió la contraseña o el segundo factor pide un enlace a la administración.",
    ),
    "http.too-many-attempts": (
        "Too many attempts failed. Try again in {seconds} seconds; this one did not count. Somebody who cannot wait "
        "asks the administrator for a link.",
        "Fallaron demasiados intentos. Inténtelo en {seconds} segundos; este no contó. Quien no pueda esperar pide un "
        "enlace a la administración.",
    ),
    "http.token-refused": (
        "This token is none, has ended, or was revoked. Its owner makes another (POST /api/v1/tokens).",
        "Esta credencial no existe, terminó o fue revocada. Su titular crea otra (POST /api/v1/tokens).",
    ),
    "http.not-your-office": (
        "{office} may not do this. Who may: {who}.",
        "{office} no puede hacer esto. Quién puede: {who}.",
    ),
    "http.beyond-scope": (
        "This takes a token of scope {scope}; this one is for: {scopes}.",
        "Para esto hace falta una credencial con alcance {scope}; esta es para: {scopes}.",
    ),
    "http.session-needed": (
        "A token cannot do this: sign in with the password.",
        "Una credencial no puede hacer esto: inicie sesión con la contraseña.",
    ),
    "http.cross-site": (
        "Another site's page asked for this; nothing was done. A program that keeps a session's cookie says where it "
        "comes from (Origin: {origin}).",
        "Lo pidió la página de otro sitio; nada se hizo. Un programa que guarda la cookie de una sesión dice de dónde "
        "viene (Origin: {origin}).",
    ),
    # --- what is asked ----------------------------------------------------------------------------
    "http.bad-name": (
        "A name is one line of 1 to {most} characters, without control characters.",
        "Un nombre es una línea de 1 a {most} caracteres, sin caracteres de control.",
    ),
    "http.bad-email": (
        "“{email}” is no e-mail address, such as name@example.org.",
        "«{email}» no es una dirección de correo, como nombre@example.org.",
    ),
    "http.bad-office": (
        "“{office}” is no office of this conference. They are: TS, PPT, auditor, administrator, member:… ({members}), "
        "coordinator:… ({networks}).",
        "«{office}» no es ninguna instancia de esta conferencia. Son: TS, PPT, auditor, administrator, member:… "
        "({members}), coordinator:… ({networks}).",
    ),
    "http.email-taken": (
        "There is already an account with the e-mail {email}. A person acts for one office; the old account is erased "
        "before another is made.",
        "Ya hay una cuenta con el correo {email}. Una persona actúa por una sola instancia; antes de crear otra cuenta "
        "se borra la anterior.",
    ),
    "http.weak-password": (
        "This password would be guessed soon. It takes {fewest} to {most} characters of any kind; a few words that "
        "have nothing to do with each other are good, a word with a number at its end is not.",
        "Esta contraseña se adivinaría pronto. Lleva de {fewest} a {most} caracteres de cualquier clase; unas cuantas "
        "palabras sin relación entre sí son buenas, una palabra con un número al final no lo es.",
    ),
    "http.wrong-own-password": (
        "That is not your password; nothing was changed.",
        "Esa no es su contraseña; nada se cambió.",
    ),
    "http.code-refused": (
        "A code of the second factor that was offered here is needed: six digits, as the authenticator shows them now.",
        "Hace falta un código del segundo factor que se ofreció aquí: seis cifras, como el autenticador las muestra "
        "ahora.",
    ),
    "http.second-factor-needed": (
        "Your office signs in with a second factor; it can be replaced, not removed.",
        "Su instancia inicia sesión con un segundo factor; puede reemplazarse, no quitarse.",
    ),
    "http.link-ended": (
        "This link was used, has ended, or was replaced by another. Ask the administrator for a new one.",
        "Este enlace ya se usó, terminó o fue reemplazado por otro. Pida uno nuevo a la administración.",
    ),
    "http.no-such-account": (
        "There is no account {id}.",
        "No hay ninguna cuenta {id}.",
    ),
    "http.no-such-session": ("You have no session {id}.", "Usted no tiene ninguna sesión {id}."),
    "http.no-such-token": ("There is no token {id} of this account.", "No hay ninguna credencial {id} de esta cuenta."),
    "http.too-many-tokens": (
        "An account has at most {most} tokens; revoke one that is not needed.",
        "Una cuenta tiene como máximo {most} credenciales; revoque una que no haga falta.",
    ),
    "http.account-erased": (
        "The person of account {id} is erased; nothing is left to change. Make another account.",
        "La persona de la cuenta {id} fue borrada; no queda nada que cambiar. Cree otra cuenta.",
    ),
    "http.last-administrator": (
        "{id} is the last administrator; somebody has to be left who can let others in. Make another first.",
        "{id} es la última cuenta de administración; tiene que quedar quien pueda dar acceso. Antes cree otra.",
    ),
    "http.not-to-be-invited": (
        "Account {id} is not waiting for an invitation. Whoever lost the password or the second factor gets a "
        "recovery.",
        "La cuenta {id} no espera ninguna invitación. A quien perdió la contraseña o el segundo factor se le da una "
        "recuperación.",
    ),
    "http.not-to-be-recovered": (
        "Account {id} is not in use, so there is nothing to recover: invite it, or enable it.",
        "La cuenta {id} no está en uso, así que no hay nada que recuperar: invítela o habilítela.",
    ),
    # --- what is not as it is asked for; never with what was found: it may be a password -----------
    "http.form.missing": ("This is missing.", "Esto falta."),
    "http.form.unknown": (
        "Nothing of this name belongs here.",
        "Aquí no corresponde nada de este nombre.",
    ),
    "http.form.other": (
        "This is not as the description of the operation at /docs says.",
        "Esto no es como dice la descripción de la operación en /docs.",
    ),
    # --- parameters -------------------------------------------------------------------------------
    "http.allowed.secret": (
        "the last part of a link, as it was handed over",
        "la última parte de un enlace, tal como se entregó",
    ),
    "http.allowed.account": ("an account's id", "el id de una cuenta"),
    # --- the operations ---------------------------------------------------------------------------
    "http.op.sign_in": (
        "Sign in: a new session, in a cookie",
        "Iniciar sesión: una sesión nueva, en una cookie",
    ),
    "http.op.sessions": ("One's own sessions", "Las sesiones propias"),
    "http.op.sign_out": (
        "End one of one's own sessions; `current` is the one by which this is asked",
        "Terminar una de las sesiones propias; `current` es aquella por la que se pide",
    ),
    "http.op.invitation": ("What a link is for", "Para qué es un enlace"),
    "http.op.accept": (
        "Follow a link: choose a password, set up a second factor, and be signed in",
        "Seguir un enlace: elegir una contraseña, configurar un segundo factor y quedar con la sesión iniciada",
    ),
    "http.op.own_account": ("One's own account", "La cuenta propia"),
    "http.op.change_own_account": (
        "Change one's own account: name, language, password; a new password ends the other sessions",
        "Cambiar la cuenta propia: nombre, idioma, contraseña; una contraseña nueva termina las demás sesiones",
    ),
    "http.op.offer_second_factor": (
        "Be offered a second factor, which counts once a code of it is given",
        "Recibir un segundo factor, que vale en cuanto se dé un código suyo",
    ),
    "http.op.set_second_factor": (
        "Set up the second factor that was offered; the other sessions end",
        "Configurar el segundo factor ofrecido; las demás sesiones terminan",
    ),
    "http.op.tokens": ("One's own tokens", "Las credenciales propias"),
    "http.op.make_token": (
        "Make a token for a program; its secret is shown this once",
        "Crear una credencial para un programa; su secreto se muestra esta única vez",
    ),
    "http.op.revoke_token": ("Revoke one of one's own tokens", "Revocar una de las credenciales propias"),
    "http.op.accounts": ("The accounts", "Las cuentas"),
    "http.op.make_account": (
        "Make an account, and a link that invites its person",
        "Crear una cuenta, y un enlace que invita a su titular",
    ),
    "http.op.account": ("An account", "Una cuenta"),
    "http.op.rename_account": (
        "Rename an account; the log is not touched",
        "Cambiar el nombre de una cuenta; el libro no se toca",
    ),
    "http.op.erase_account": (
        "Forget a person; the id and its office stay, since entries name them",
        "Olvidar a una persona; el id y su instancia permanecen, pues hay asientos que los nombran",
    ),
    "http.op.disable_account": (
        "Let an account sign in no more; its sessions, tokens and links end",
        "Impedir que una cuenta inicie sesión; terminan sus sesiones, credenciales y enlaces",
    ),
    "http.op.enable_account": (
        "Let a disabled account sign in again",
        "Permitir que una cuenta suspendida inicie sesión de nuevo",
    ),
    "http.op.invite_account": (
        "Make a new link that invites; the older one ends",
        "Crear un nuevo enlace de invitación; el anterior termina",
    ),
    "http.op.recover_account": (
        "Make a link for whoever lost the password or the second factor",
        "Crear un enlace para quien perdió la contraseña o el segundo factor",
    ),
    "http.op.security_log": (
        "Every sign-in, refusal and change of an account, oldest first: of one's own office; for auditors, of all",
        "Cada inicio de sesión, rechazo y cambio de una cuenta, lo más antiguo primero: de la propia instancia; para "
        "auditores, de todas",
    ),
    # --- the page where a link leads --------------------------------------------------------------
    "http.page.invitation": ("You are invited", "Recibió una invitación"),
    "http.page.recovery": ("A new password", "Una contraseña nueva"),
    "http.page.for": (
        "For {name} ({email}), who acts for {office}.",
        "Para {name} ({email}), que actúa por {office}.",
    ),
    "http.page.password": (
        "Choose a password of at least {fewest} characters: a few words that have nothing to do with each other are "
        "good.",
        "Elija una contraseña de al menos {fewest} caracteres: unas cuantas palabras sin relación entre sí son buenas.",
    ),
    "http.page.second-factor": (
        "Your office signs in with a second factor as well. Scan this with an authenticator on your telephone, or type "
        "the letters and digits below it into one:",
        "Su instancia inicia sesión también con un segundo factor. Escanee esto con un autenticador en su teléfono, o "
        "escriba en él las letras y cifras de abajo:",
    ),
    "http.page.code": ("The six digits that it shows now", "Las seis cifras que muestra ahora"),
    "http.page.done": ("Choose it and sign in", "Elegirla e iniciar sesión"),
    "http.page.welcome": ("Signed in", "Sesión iniciada"),
    "http.page.in": (
        "{name}, you are signed in and act for {office}. You can close this page.",
        "{name}: inició sesión y actúa por {office}. Puede cerrar esta página.",
    ),
    "http.page.ended": ("This link leads nowhere", "Este enlace no lleva a ninguna parte"),
}
