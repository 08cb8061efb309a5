// What a person does in Thunderbird, done by Thunderbird's own services. Evaluated once in the main window; what takes time
// gives a promise.
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const setup = name => ChromeUtils.importESModule(`resource:///modules/accountcreation/${name}.sys.mjs`)[name];
const certificates = Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB);

const account = () => MailServices.accounts.accounts.find(each => each.incomingServer.type == "imap");
const root = () => account().incomingServer.rootFolder;
const folder = name => {
  const found = root().descendants.find(each => each.name == name);
  if (!found) {
    throw new Error(`no folder ${name} among ${root().descendants.map(each => each.name)}`);
  }
  return found;
};
const message = (name, subject) => {
  const found = [...folder(name).messages].find(each => each.mime2DecodedSubject == subject);
  if (!found) {
    throw new Error(`no message ${subject} in ${name}`);
  }
  return found;
};
const pane = () => document.getElementById("tabmail").currentAbout3Pane;
const page = () => pane().messageBrowser.contentWindow.getMessagePaneBrowser();

globalThis.person = {
  /** Trusts an authority for servers: PEM without its first and last line. */
  trusts(base64) {
    certificates.addCertFromBase64(base64, "C,,");
  },

  /** Brings the own certificate in; what is told is an error code, 0 for none. */
  hasCertificate(path, password) {
    const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
    file.initWithPath(path);
    return certificates.importPKCS12File(file, password);
  },

  preference(name) {
    const type = Services.prefs.getPrefType(name);
    return type == Services.prefs.PREF_BOOL
      ? Services.prefs.getBoolPref(name)
      : Services.prefs.getStringPref(name, "");
  },

  /** Name, address and password are typed; the rest is as the account hub goes on. Where the settings came from, and which they are. */
  async setsUp(name, address, password) {
    const AccountConfig = setup("AccountConfig");
    const signal = new AbortController().signal;
    const found = await setup("FindConfig")
      .parallelAutoDiscovery(address.split("@")[1], address, signal, "", "")
      .next();
    const config = found.value;
    if (!config || config.isRedirect) {
      throw new Error("no settings were found");
    }
    AccountConfig.replaceVariables(config, name, address, password);
    config.rememberPassword = true;
    const verified = await new (setup("ConfigVerifier"))(window.msgWindow, signal).verifyConfig(
      config,
      config.source != AccountConfig.kSourceXML
    );
    await setup("CreateInBackend").createAccountInBackend(verified);
    const server = account().incomingServer;
    server.getNewMessages(server.rootFolder, window.msgWindow, null);
    const told = ({ hostname, port, socketType, auth, username }) => ({ hostname, port, socketType, auth, username });
    return { from: config.subSource, incoming: told(config.incoming), outgoing: told(config.outgoing) };
  },

  folders() {
    return account() ? root().descendants.map(each => each.name) : [];
  },

  subjects(name) {
    return [...folder(name).messages].map(each => each.mime2DecodedSubject);
  },

  isRead(name, subject) {
    return message(name, subject).isRead;
  },

  /** In the main window's list. */
  opensFolder(name) {
    pane().displayFolder(folder(name).URI);
  },

  /** Whether the list shows that folder. */
  hasOpen(name) {
    return pane().gFolder?.URI == folder(name).URI && pane().gDBView?.rowCount > 0;
  },

  opensMessage(name, subject) {
    pane().selectMessage(message(name, subject));
  },

  /** The text that the window shows of a message. */
  async text() {
    const shown = page();
    if (!shown || shown.currentURI?.spec == "about:blank") {
      return "";
    }
    return shown.contentDocument?.body?.textContent ?? "";
  },

  moves(subject, from, to) {
    return new Promise((resolve, reject) => {
      MailServices.copy.copyMessages(
        folder(from),
        [message(from, subject)],
        folder(to),
        true,
        {
          QueryInterface: ChromeUtils.generateQI(["nsIMsgCopyServiceListener"]),
          onStartCopy() {},
          onProgress() {},
          setMessageKey() {},
          getMessageId() {},
          onStopCopy(status) {
            Components.isSuccessCode(status) ? resolve(true) : reject(new Error(`moved with ${status}`));
          },
        },
        window.msgWindow,
        true
      );
    });
  },

  /** The subjects of what the server finds in bodies there. */
  searches(name, words) {
    const session = Cc["@mozilla.org/messenger/searchSession;1"].createInstance(Ci.nsIMsgSearchSession);
    session.addScopeTerm(Ci.nsMsgSearchScope.onlineMail, folder(name));
    const term = session.createTerm();
    const value = term.value;
    value.attrib = Ci.nsMsgSearchAttrib.Body;
    value.str = words;
    term.attrib = value.attrib;
    term.value = value;
    term.op = Ci.nsMsgSearchOp.Contains;
    term.booleanAnd = true;
    session.appendTerm(term);
    const found = [];
    return new Promise((resolve, reject) => {
      session.registerListener({
        QueryInterface: ChromeUtils.generateQI(["nsIMsgSearchNotify"]),
        onNewSearch() {},
        onSearchHit(header) {
          found.push(header.mime2DecodedSubject);
        },
        onSearchDone(status) {
          Components.isSuccessCode(status) ? resolve(found) : reject(new Error(`searched with ${status}`));
        },
      });
      session.search(window.msgWindow);
    });
  },

  /** Sent when the promise is kept; the copy goes where copies go. */
  async writes(to, subject, text) {
    const identity = account().defaultIdentity;
    const fields = Cc["@mozilla.org/messengercompose/composefields;1"].createInstance(Ci.nsIMsgCompFields);
    fields.from = identity.fullAddress;
    fields.to = to;
    fields.subject = subject;
    fields.body = text;
    fields.fcc = identity.fccFolderURI;
    const params = Cc["@mozilla.org/messengercompose/composeparams;1"].createInstance(Ci.nsIMsgComposeParams);
    params.type = Ci.nsIMsgCompType.New;
    params.format = Ci.nsIMsgCompFormat.PlainText;
    params.identity = identity;
    params.composeFields = fields;
    const progress = Cc["@mozilla.org/messenger/progress;1"].createInstance(Ci.nsIMsgProgress);
    const ended = new Promise((resolve, reject) => {
      // It is held weakly, so somebody has to hold it.
      globalThis.listener = {
        QueryInterface: ChromeUtils.generateQI(["nsIWebProgressListener", "nsISupportsWeakReference"]),
        onStateChange(web, request, flags, status) {
          if (flags & Ci.nsIWebProgressListener.STATE_STOP) {
            Components.isSuccessCode(status) ? resolve(true) : reject(new Error(`sent with ${status}`));
          }
        },
        onProgressChange() {},
        onLocationChange() {},
        onStatusChange() {},
        onSecurityChange() {},
        onContentBlockingEvent() {},
      };
      progress.registerListener(globalThis.listener);
    });
    const compose = MailServices.compose.initCompose(params);
    await compose.sendMsg(Ci.nsIMsgCompDeliverMode.Now, identity, account().key, progress);
    return ended;
  },
};
