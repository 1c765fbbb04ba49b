# A runner image that is logged in to Amazon ECR at every boot, before its first job.
#
#   dotnet publish src/EcrBoot.PowerShell -c Release
#   packer build samples/packer/runner.pkr.hcl        # from the root of the repository
#
# The image you start from needs pwsh 7.4 or later for the installation; no PowerShell runs at boot. From Packer 1.11 on the Amazon
# plugin is installed by itself: packer plugins install github.com/hashicorp/amazon

variable "region" {
  type    = string
  default = "eu-central-1"
}

variable "source_ami" {
  type    = string
  default = "ami-0123456789abcdef0"
}

# The role of the test instance below; it needs AmazonEC2ContainerRegistryPullOnly, as the runners' role does.
variable "instance_profile" {
  type    = string
  default = "runner"
}

source "amazon-ebs" "runner" {
  region        = var.region
  source_ami    = var.source_ami
  instance_type = "t3.medium"
  ssh_username  = "ec2-user"
  ami_name      = "runner-${formatdate("YYYYMMDDhhmmss", timestamp())}"

  # The hook calls nothing while the image is baked, so this instance needs no role.
}

build {
  sources = ["source.amazon-ebs.runner"]

  provisioner "file" {
    source      = "out/EcrBoot"
    destination = "/tmp"
  }

  # Here the runner itself is installed: its user and its actions.runner.*.service. It may also come later, by user data.

  provisioner "shell" {
    # Without Stop, pwsh exits with 0 after an error, and Packer would ship the image.
    inline = [
      "$ErrorActionPreference = 'Stop'",
      "Import-Module /tmp/EcrBoot",
      "Install-EcrBootHook -User runner",
      "Get-EcrBootHook | Format-List",
      "Remove-Item /tmp/EcrBoot -Recurse",
    ]
    inline_shebang  = "/usr/bin/env pwsh"
    remote_file     = "install.ps1"
    execute_command = "sudo {{ .Vars }} pwsh -NoProfile -NonInteractive -File {{ .Path }}"
  }
}

# Then boot the image once, with its role, and ship it only if its login succeeded. As a second file:
#
# source "amazon-ebs" "check" {
#   region               = var.region
#   source_ami           = "the AMI that was made above"
#   instance_type        = "t3.medium"
#   ssh_username         = "ec2-user"
#   iam_instance_profile = var.instance_profile
#   ami_name             = "runner-check"
#   skip_create_ami      = true
# }
#
# build {
#   sources = ["source.amazon-ebs.check"]
#
#   provisioner "shell" {
#     # Exits with 1, and so ends the build, for every verdict but Succeeded. In pwsh: Test-EcrBootLog -Wait | Should -BeTrue
#     inline = ["sudo /usr/local/lib/ecrboot/bin/ecrboot test --wait"]
#   }
# }
