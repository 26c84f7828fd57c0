//! Mail against a small server that knows TLS and passwords.

use std::sync::{Arc, Mutex};

use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufStream};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::*;

/// What a server does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// TLS from the first byte.
    Tls,
    /// TLS after STARTTLS.
    StartTls,
    /// No TLS, and none offered.
    Clear,
}

/// What came: the commands after the greeting, and the mails.
#[derive(Default)]
struct Came {
    commands: Vec<String>,
    mails: Vec<String>,
}

struct Server {
    port: u16,
    came: Arc<Mutex<Came>>,
    /// Its own authority, in PEM.
    ca_file: tempfile::NamedTempFile,
}

/// base64 of `\0desk\0hush`.
const LOGIN: &str = "AUTH PLAIN AGRlc2sAaHVzaA==";

async fn server(manner: Manner, answer_to_data: &'static str) -> Server {
    server_named("127.0.0.1", manner, answer_to_data).await
}

/// A server whose certificate is for this name.
async fn server_named(name: &str, manner: Manner, answer_to_data: &'static str) -> Server {
    let made = rcgen::generate_simple_self_signed(vec![name.to_owned()]).expect("a certificate");
    let certificate = CertificateDer::from(made.cert.der().to_vec());
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("protocols")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("a configuration");
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let ca_file = tempfile::NamedTempFile::new().expect("a file");
    let pem = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, made.cert.der());
    std::fs::write(ca_file.path(), format!("-----BEGIN CERTIFICATE-----\n{pem}\n-----END CERTIFICATE-----\n")).expect("written");

    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let came = Arc::new(Mutex::new(Came::default()));
    let keep = Arc::clone(&came);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // A client that goes away in the middle is none of this server's business.
            let _ = match manner {
                Manner::Tls => match acceptor.accept(stream).await {
                    Ok(stream) => talk(stream, true, &[LOGIN_OFFER], answer_to_data, &keep).await.map(drop),
                    Err(error) => Err(error),
                },
                Manner::Clear => talk(stream, true, &[], answer_to_data, &keep).await.map(drop),
                Manner::StartTls => match talk(stream, true, &["250-STARTTLS"], answer_to_data, &keep).await {
                    Ok(Some(stream)) => match acceptor.accept(stream).await {
                        Ok(stream) => talk(stream, false, &[LOGIN_OFFER], answer_to_data, &keep).await.map(drop),
                        Err(error) => Err(error),
                    },
                    other => other.map(drop),
                },
            };
        }
    });
    Server { port, came, ca_file }
}

const LOGIN_OFFER: &str = "250-AUTH PLAIN";

/// Talks SMTP until the client leaves; gives the stream back where TLS is to begin.
async fn talk<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    greets: bool,
    offers: &[&str],
    answer_to_data: &str,
    came: &Mutex<Came>,
) -> std::io::Result<Option<S>> {
    let mut stream = BufStream::new(stream);
    if greets {
        say(&mut stream, "220 desk").await?;
    }
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(None);
        }
        let line = line.trim_end().to_owned();
        came.lock().expect("no panic").commands.push(line.clone());
        match line.split(' ').next().unwrap_or_default() {
            "EHLO" => {
                for offer in offers {
                    say(&mut stream, offer).await?;
                }
                say(&mut stream, "250 SMTPUTF8").await?;
            }
            "STARTTLS" => {
                say(&mut stream, "220 go ahead").await?;
                return Ok(Some(stream.into_inner()));
            }
            "AUTH" if line == LOGIN => say(&mut stream, "235 welcome").await?,
            "AUTH" => say(&mut stream, "535 who are you").await?,
            "DATA" => {
                say(&mut stream, "354 go on").await?;
                let mut mail = String::new();
                while !mail.ends_with("\r\n.\r\n") {
                    if stream.read_line(&mut mail).await? == 0 {
                        return Ok(None);
                    }
                }
                came.lock().expect("no panic").mails.push(mail);
                say(&mut stream, answer_to_data).await?;
            }
            "QUIT" => say(&mut stream, "221 bye").await?,
            _ => say(&mut stream, "250 ok").await?,
        }
    }
}

async fn say<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut BufStream<S>, line: &str) -> std::io::Result<()> {
    stream.write_all(format!("{line}\r\n").as_bytes()).await?;
    stream.flush().await
}

fn channel(server: &Server, tls: &str, password: Option<&str>) -> ChannelSettings {
    let mut given = vec![
        ("host", text("127.0.0.1")),
        ("port", Value::Number(server.port.into())),
        ("tls", text(tls)),
        ("ca_file", Value::Path(server.ca_file.path().to_owned())),
        ("from", text("Rasid <rasid@desk.example>")),
        ("to", words(&["one@desk.example", "Two <two@desk.example>"])),
    ];
    if let Some(password) = password {
        given.extend([("username", text("desk")), ("password", Value::Secret(Secret::from(password)))]);
    }
    settings("email", given)
}

fn arabic() -> Message {
    let line = r#"{"key":"db-2-3","type":"event","lang":"ar","severity":"high","event":{"id":3,"type":"call","status":"occurred"},"evidence":"جملة"}"#;
    Message { key: "db-2-3".to_owned(), thread: Some("db-event-3".to_owned()), line: line.to_owned() }
}

#[tokio::test]
async fn mail_leaves_by_tls_and_starttls_with_a_password() {
    for (manner, tls) in [(Manner::Tls, "tls"), (Manner::StartTls, "starttls")] {
        let server = server(manner, "250 queued as 17").await;
        let receipt = sink(&channel(&server, tls, Some("hush"))).deliver(&arabic()).await.expect("taken");
        assert_eq!(receipt.said, "127.0.0.1 took it for 2 and answered 250 queued as 17");
        let came = server.came.lock().expect("no panic");
        let position = |wanted: &str| came.commands.iter().position(|line| line.starts_with(wanted));
        assert!(position("AUTH").is_some() && position("STARTTLS") < position("AUTH"), "{:?}", came.commands);
        assert!(position("RCPT TO:<one@desk.example>").is_some() && position("RCPT TO:<two@desk.example>").is_some());
        let mail = &came.mails[0];
        for header in [
            "From: Rasid <rasid@desk.example>\r\n",
            "Message-ID: <db-2-3@desk.example>\r\n",
            "References: <db-event-3@desk.example>\r\n",
            "In-Reply-To: <db-event-3@desk.example>\r\n",
            "Auto-Submitted: auto-generated\r\n",
            "Content-Language: ar\r\n",
            "Importance: high\r\n",
            "Date: Thu, 25 Feb 2021 15:15:30 +0000\r\n",
            "Subject: =?utf-8?b?2KfYqti12KfZhA==?=\r\n",
            "Content-Type: multipart/alternative;",
            "Content-Type: text/plain; charset=utf-8\r\n",
            "Content-Type: text/html; charset=utf-8\r\n",
        ] {
            assert!(mail.contains(header), "{header} is not in {mail}");
        }
    }
}

#[tokio::test]
async fn a_server_without_tls_never_sees_a_password() {
    let server = server(Manner::Clear, "250 ok").await;
    let error = sink(&channel(&server, "starttls", Some("hush"))).deliver(&arabic()).await.expect_err("no TLS");
    assert_eq!(error.class(), ErrorClass::Retry { after: None });
    assert!(server.came.lock().expect("no panic").commands.iter().all(|line| !line.starts_with("AUTH") && !line.starts_with("MAIL")));
    sink(&channel(&server, "none", None)).deliver(&arabic()).await.expect("in the clear, as was asked for");
}

#[tokio::test]
async fn what_a_server_refuses_is_told_and_no_secret_with_it() {
    let server = server(Manner::Tls, "451 the disk is full").await;
    let error = sink(&channel(&server, "tls", Some("not it"))).deliver(&arabic()).await.expect_err("a wrong password");
    let told = telemetry::chain(&error);
    assert!(told.contains("who are you") && !told.contains("not it"), "{told}");
    let error = sink(&channel(&server, "tls", Some("hush"))).deliver(&arabic()).await.expect_err("a full disk");
    assert!(telemetry::chain(&error).contains("the disk is full"), "{}", telemetry::chain(&error));
    assert_eq!(error.class(), ErrorClass::Retry { after: None });
}

#[tokio::test]
async fn a_stranger_with_a_certificate_of_his_own_is_not_trusted() {
    for (manner, tls) in [(Manner::Tls, "tls"), (Manner::StartTls, "starttls")] {
        let stranger = server(manner, "250 ok").await;
        let mut unknown = channel(&stranger, tls, Some("hush"));
        unknown.values.set("ca_file", text("not a path, so none"));
        let other = server_named("mail.example", manner, "250 ok").await;
        for (server, settings) in [(&stranger, unknown), (&other, channel(&other, tls, Some("hush")))] {
            let error = sink(&settings).deliver(&arabic()).await.expect_err("not whom it says");
            assert_eq!(error.class(), ErrorClass::Retry { after: None });
            assert!(telemetry::chain(&error).contains("certificate"), "{}", telemetry::chain(&error));
            let came = server.came.lock().expect("no panic");
            assert!(came.commands.iter().all(|line| line.starts_with("EHLO") || line == "STARTTLS"), "{:?}", came.commands);
        }
    }
}

/// The parts of a mail, decoded.
fn parts(mail: &str) -> Vec<(String, String)> {
    let boundary = mail.split("boundary=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a boundary");
    let line = format!("--{boundary}");
    let sections = mail.split(&line).skip(1).filter(|section| !section.starts_with("--"));
    let decoded = sections.map(|section| {
        let (head, body) = section.split_once("\r\n\r\n").expect("a head");
        let bytes = if head.contains("Content-Transfer-Encoding: base64") {
            base64::Engine::decode(&base64::engine::general_purpose::STANDARD, body.replace("\r\n", "")).expect("base64")
        } else {
            assert!(head.contains("Content-Transfer-Encoding: quoted-printable"), "{head}");
            unquoted(&body.replace("=\r\n", ""))
        };
        (head.to_owned(), String::from_utf8(bytes).expect("UTF-8"))
    });
    decoded.collect()
}

/// Quoted-printable without its soft line ends, as bytes: `=D8` is one.
fn unquoted(text: &str) -> Vec<u8> {
    let mut pieces = text.split('=');
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        bytes.push(u8::from_str_radix(&piece[..2], 16).expect("two digits"));
        bytes.extend_from_slice(&piece.as_bytes()[2..]);
    }
    bytes
}

#[tokio::test]
async fn an_arabic_mail_reads_from_the_right_and_tries_are_one_mail() {
    let server = server(Manner::Tls, "250 ok").await;
    let sink = sink(&channel(&server, "tls", Some("hush")));
    let again = Message { key: "db-5-3".to_owned(), ..arabic() };
    for message in [arabic(), arabic(), again] {
        sink.deliver(&message).await.expect("taken");
    }
    let came = server.came.lock().expect("no panic");
    let header = |n: usize, name: &str| came.mails[n].lines().find(|line| line.starts_with(name)).expect(name).to_owned();
    assert_eq!(header(0, "Message-ID:"), header(1, "Message-ID:"));
    assert_ne!(header(0, "Message-ID:"), header(2, "Message-ID:"));
    assert_eq!((header(0, "References:"), header(0, "In-Reply-To:")), (header(2, "References:"), header(2, "In-Reply-To:")));
    let [(plain_head, plain), (page_head, page)] = &parts(&came.mails[0])[..] else { panic!("two parts: {}", came.mails[0]) };
    assert!(plain_head.contains("text/plain") && plain.contains("“جملة”") && !plain.contains('>'), "{plain}");
    assert!(page_head.contains("text/html") && page.contains("<html lang=\"ar\" dir=\"rtl\">") && page.contains("“جملة”<br>"), "{page}");
}
